using System.Threading.Channels;
using Parley.Speech;
using Parley.Speech.Recognition;

namespace Parley.Testing.Recognition;

/// <summary>
/// A recogniser without an engine: its streams report what a timeline says, by audio time or by a clock, and what a test emits.
/// Thread-safe.
/// </summary>
/// <remarks>
/// With a clock the timeline runs once, from the opening of a stream. Without one an entry is due when the samples written in
/// the session reach it, and every session plays it from the beginning. A flush reports the rest of an utterance in progress and
/// answers; a cancel only answers.
/// </remarks>
public sealed class ScriptedRecognizer : ISpeechRecognizer
{
    private readonly ScriptedEvent[] _timeline;
    private readonly TimeProvider? _clock;
    private readonly Channel<ScriptedRecognitionStream> _opened = Channel.CreateUnbounded<ScriptedRecognitionStream>();

    /// <summary>Events due by audio time.</summary>
    public ScriptedRecognizer(params ScriptedEvent[] timeline)
        : this(null, timeline)
    {
    }

    /// <summary>Events due by a clock; null for audio time.</summary>
    public ScriptedRecognizer(TimeProvider? clock, params ScriptedEvent[] timeline)
    {
        _clock = clock;
        _timeline = [.. timeline.OrderBy(e => e.At)];
    }

    public string Id => "scripted";

    public IReadOnlyList<string> Languages { get; init; } = ["en-US"];

    /// <summary>Thrown by every <see cref="OpenAsync"/> while it is set.</summary>
    public EngineException? OpenFailure { get; set; }

    /// <summary>The options of the latest stream.</summary>
    public RecognitionOptions? LastOptions { get; private set; }

    public ValueTask<IRecognitionStream> OpenAsync(RecognitionOptions options, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (OpenFailure is { } failure)
        {
            throw failure;
        }

        LastOptions = options;
        var stream = new ScriptedRecognitionStream(options, options.Language ?? Languages[0], _timeline, _clock);
        _opened.Writer.TryWrite(stream);
        return new(stream);
    }

    /// <summary>The next stream somebody opens, or has opened and nobody has taken here.</summary>
    public async Task<ScriptedRecognitionStream> NextStreamAsync(CancellationToken cancellationToken = default) =>
        await _opened.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
