using Parley.Speech.Recognition.Utterances;

namespace Parley.Bench.Peers.Scripted;

/// <summary>Hears the same sentence in everything, at once; three of its words after half a second.</summary>
internal sealed class ScriptedUtteranceEngine : IUtteranceEngine
{
    /// <summary>Samples after which the partial transcript is there.</summary>
    public const int PartialAfter = IUtteranceDecoder.SampleRate / 2;

    public const string Text = "tell me about the park";
    private const string Partial = "tell me about";

    public string Id => "scripted";

    public IReadOnlyList<string> Languages => ["en-US"];

    public IUtteranceDecoderSource OpenSource(UtteranceOptions options) => new Source();

    public ValueTask DisposeAsync() => default;

    private sealed class Source : IUtteranceDecoderSource
    {
        public ValueTask<IUtteranceDecoder> LeaseAsync(CancellationToken cancellationToken) => new(new Decoder());

        public ValueTask DisposeAsync() => default;
    }

    private sealed class Decoder : IUtteranceDecoder
    {
        private long _samples;
        private bool _told;

        public void Accept(ReadOnlySpan<short> samples) => _samples += samples.Length;

        public string? ReadPartial()
        {
            if (_told || _samples < PartialAfter)
            {
                return null;
            }

            _told = true;
            return Partial;
        }

        public ValueTask<DecodedUtterance?> FinishAsync(CancellationToken cancellationToken) => new(new DecodedUtterance(Text, 1, []));

        public ValueTask DisposeAsync() => default;
    }
}
