using System.Threading.Channels;
using Parley.Speech.Recognition;

namespace Parley.Testing.Conversations;

/// <summary>Recognises what the test says: events are given, audio is only counted.</summary>
public sealed class ScriptedRecognizer : ISpeechRecognizer
{
    private readonly Channel<ScriptedRecognition> _opened = Channel.CreateUnbounded<ScriptedRecognition>();

    public string Id => "scripted";

    public IReadOnlyList<string> Languages => ["en-US"];

    /// <summary>Called when a stream is opened; throw to refuse.</summary>
    public Action<RecognitionOptions>? Opening { get; set; }

    /// <summary>The next stream that is opened.</summary>
    public ValueTask<ScriptedRecognition> OpenedAsync(CancellationToken cancellationToken) => _opened.Reader.ReadAsync(cancellationToken);

    public ValueTask<IRecognitionStream> OpenAsync(RecognitionOptions options, CancellationToken cancellationToken = default)
    {
        Opening?.Invoke(options);
        var stream = new ScriptedRecognition(options);
        _opened.Writer.TryWrite(stream);
        return ValueTask.FromResult<IRecognitionStream>(stream);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
