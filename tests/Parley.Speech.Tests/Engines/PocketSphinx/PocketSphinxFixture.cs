using Microsoft.Extensions.Logging.Abstractions;
using Parley.Speech.Engines.PocketSphinx;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Tests.Engines.PocketSphinx;

/// <summary>One engine for a test class: its decoders load once.</summary>
public sealed class PocketSphinxFixture : IAsyncDisposable
{
    private readonly PocketSphinxEngine _engine = new(new() { MaxDecoders = 4, LeaseTimeout = TimeSpan.FromMinutes(1) }, TimeProvider.System, NullLogger.Instance);

    internal IUtteranceEngine Shared => new Borrowed(_engine);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private sealed class Borrowed(PocketSphinxEngine engine) : IUtteranceEngine
    {
        public string Id => engine.Id;

        public IReadOnlyList<string> Languages => engine.Languages;

        public IUtteranceDecoderSource OpenSource(UtteranceOptions options) => engine.OpenSource(options);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
