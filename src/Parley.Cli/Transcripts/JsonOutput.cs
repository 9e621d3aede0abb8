using System.Text.Json;
using Parley.VoxNexus;

namespace Parley.Cli.Transcripts;

/// <summary>One JSON object on one line, at the end.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="file">The audio's name.</param>
/// <param name="leaveOpen">Whether the output outlives this.</param>
internal sealed class JsonOutput(TextWriter output, string file, bool leaveOpen) : ITranscriptOutput
{
    private readonly List<TranscriptFacts.Segment> _segments = [];

    public Task WriteAsync(FinalTranscript final)
    {
        _segments.Add(TranscriptFacts.Segment.Of(final));
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        var facts = new TranscriptFacts { File = file, Text = string.Join(' ', _segments.Select(s => s.Text)), Segments = [.. _segments] };
        await output.WriteLineAsync(JsonSerializer.Serialize(facts, TranscriptFactsJson.Readable.TranscriptFacts)).ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
        if (!leaveOpen)
        {
            await output.DisposeAsync().ConfigureAwait(false);
        }
    }
}
