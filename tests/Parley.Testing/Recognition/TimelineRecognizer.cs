using Parley.Speech.Recognition;

namespace Parley.Testing.Recognition;

/// <summary>
/// A recogniser without an engine: an event of its timeline is due when the samples written in the session reach it, so the
/// audio is the clock. Every session of every stream plays the timeline from the beginning.
/// </summary>
/// <param name="timeline">What is reported, in any order.</param>
public sealed class TimelineRecognizer(params TimelineEvent[] timeline) : ISpeechRecognizer
{
    public string Id => "timeline";

    public IReadOnlyList<string> Languages { get; init; } = ["en-US"];

    /// <summary>The options of the latest stream.</summary>
    public RecognitionOptions? LastOptions { get; private set; }

    public ValueTask<IRecognitionStream> OpenAsync(RecognitionOptions options, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LastOptions = options;
        return new(new TimelineStream(options.SampleRate, options.Language ?? Languages[0], [.. timeline.OrderBy(e => e.At)]));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
