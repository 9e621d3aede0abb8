using System.Threading.Channels;
using Parley.Speech.Recognition;

namespace Parley.Testing.Speech;

/// <summary>A recogniser whose streams say what the test tells them.</summary>
public sealed class ScriptedRecognizer : ISpeechRecognizer
{
    private readonly Channel<ScriptedRecognitionStream> _opened = Channel.CreateUnbounded<ScriptedRecognitionStream>();

    public string Id => "scripted";

    public IReadOnlyList<string> Languages { get; init; } = ["en-US"];

    /// <summary>Called before a stream opens; it may wait, or throw.</summary>
    public Func<RecognitionOptions, ValueTask>? BeforeOpen { get; set; }

    /// <summary>Called with each stream before anything is written to it.</summary>
    public Action<ScriptedRecognitionStream>? Opened { get; set; }

    /// <summary>Whether new streams answer a flush and a cancel by themselves.</summary>
    public bool AnswersFlush { get; init; } = true;

    /// <summary>Waits for the next stream that was opened.</summary>
    public Task<ScriptedRecognitionStream> NextStreamAsync(CancellationToken cancellationToken) =>
        _opened.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    public async ValueTask<IRecognitionStream> OpenAsync(RecognitionOptions options, CancellationToken cancellationToken = default)
    {
        if (BeforeOpen is { } hook)
        {
            await hook(options);
        }

        var stream = new ScriptedRecognitionStream(options, Languages.Contains(options.Language ?? "") ? options.Language! : Languages.Count > 0 ? Languages[0] : options.Language ?? "en-US", AnswersFlush);
        Opened?.Invoke(stream);
        _opened.Writer.TryWrite(stream);
        return stream;
    }

    public ValueTask DisposeAsync() => default;
}
