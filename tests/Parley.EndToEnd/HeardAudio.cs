using Parley.Audio;

namespace Parley.EndToEnd;

/// <summary>The audio received, 16 kHz.</summary>
internal sealed class HeardAudio
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _bytes = new();
    private (int Length, TaskCompletionSource Reached)? _awaited;

    public void Add(ReadOnlyMemory<byte> pcm)
    {
        lock (_gate)
        {
            _bytes.Write(pcm.Span);
            if (_awaited is { } awaited && _bytes.Length >= awaited.Length)
            {
                awaited.Reached.TrySetResult();
            }
        }
    }

    public Task ForAsync(TimeSpan length)
    {
        lock (_gate)
        {
            _awaited = (Length(length), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (_bytes.Length >= _awaited.Value.Length)
            {
                _awaited.Value.Reached.TrySetResult();
            }

            return _awaited.Value.Reached.Task.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        }
    }

    public byte[] Bytes(TimeSpan length)
    {
        lock (_gate)
        {
            return _bytes.ToArray()[..Length(length)];
        }
    }

    private static int Length(TimeSpan length) => (int)PcmFormat.Speech16K.Samples(length) * PcmFormat.BytesPerSample;
}
