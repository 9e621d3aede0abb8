using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Tests.Recognition;

/// <summary>
/// Decoders below the stream under test: each says how many samples it got ("n samples"), unless told to wait, fail or end.
/// </summary>
internal sealed class ScriptedEngine(string id = "scripted") : IUtteranceEngine
{
    public string Id => id;

    public IReadOnlyList<string> Languages { get; init; } = ["en-US"];

    /// <summary>Runs before each lease, with its number from 0.</summary>
    public Func<int, CancellationToken, Task> OnLease { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs at each accepted block, with the utterance and the samples it has by then.</summary>
    public Action<int, int> OnAccept { get; set; } = (_, _) => { };

    /// <summary>Runs at each finish.</summary>
    public Func<int, CancellationToken, Task> OnFinish { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Makes the result from the utterance's samples.</summary>
    public Func<short[], DecodedUtterance?> Result { get; set; } = s => new($"{s.Length} samples", 0.5, []);

    /// <summary>Samples after which an utterance says by itself that it is over.</summary>
    public int EndsAfter { get; set; } = int.MaxValue;

    /// <summary>False: the decoders forget what they hear and have nothing to say.</summary>
    public bool KeepsAudio { get; init; } = true;

    public int Leases { get; private set; }

    public int Returned { get; private set; }

    public int SourcesDisposed { get; private set; }

    public List<short[]> Heard { get; } = [];

    public IUtteranceDecoderSource OpenSource(UtteranceOptions options) => new Source(this);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Source(ScriptedEngine engine) : IUtteranceDecoderSource
    {
        public async ValueTask<IUtteranceDecoder> LeaseAsync(CancellationToken cancellationToken)
        {
            var number = engine.Leases++;
            await engine.OnLease(number, cancellationToken);
            return new Decoder(engine, number);
        }

        public ValueTask DisposeAsync()
        {
            engine.SourcesDisposed++;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Decoder(ScriptedEngine engine, int number) : IUtteranceDecoder
    {
        private readonly List<short> _samples = [];
        private int _partial;

        public bool HasEnded => _samples.Count >= engine.EndsAfter;

        public void Accept(ReadOnlySpan<short> samples)
        {
            if (!engine.KeepsAudio)
            {
                return;
            }

            _samples.AddRange(samples);
            engine.OnAccept(number, _samples.Count);
        }

        public string? ReadPartial() => _samples.Count / 8_000 == _partial ? null : $"{_partial = _samples.Count / 8_000}";

        public async ValueTask<DecodedUtterance?> FinishAsync(CancellationToken cancellationToken)
        {
            await engine.OnFinish(number, cancellationToken);
            engine.Heard.Add([.. _samples]);
            return engine.Result([.. _samples]);
        }

        public ValueTask DisposeAsync()
        {
            engine.Returned++;
            return ValueTask.CompletedTask;
        }
    }
}
