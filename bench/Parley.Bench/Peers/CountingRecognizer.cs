using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Parley.Speech.Recognition;

namespace Parley.Bench.Peers;

/// <summary>A recogniser that only counts: what is left is the cost of bringing audio to it.</summary>
internal sealed class CountingRecognizer : ISpeechRecognizer
{
    public string Id => "counting";

    public IReadOnlyList<string> Languages => ["en-US"];

    public ValueTask<IRecognitionStream> OpenAsync(RecognitionOptions options, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IRecognitionStream>(new Stream(options.SampleRate));

    public ValueTask DisposeAsync() => default;

    private sealed class Stream(int sampleRate) : IRecognitionStream
    {
        private readonly Channel<RecognitionEvent> _events = Channel.CreateBounded<RecognitionEvent>(64);
        private long _samples;
        private int _session;

        public int SampleRate => sampleRate;

        public string Language => "en-US";

        public ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
        {
            _samples += samples.Length;
            return default;
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken = default)
        {
            var heard = TimeSpan.FromTicks(_samples * TimeSpan.TicksPerSecond / sampleRate);
            _samples = 0;
            return _events.Writer.WriteAsync(new SessionFlushed(heard, _session++), cancellationToken);
        }

        public ValueTask CancelAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);

        public async IAsyncEnumerable<RecognitionEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var item in _events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return item;
            }
        }

        public ValueTask DisposeAsync()
        {
            _events.Writer.TryComplete();
            return default;
        }
    }
}
