using Parley.VoxNexus;

namespace Parley.Cli.Transcripts;

/// <summary>A line for each utterance, as soon as it is final.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="prefix">In front of each line; empty for none.</param>
/// <param name="leaveOpen">Whether the output outlives this.</param>
internal sealed class TextOutput(TextWriter output, string prefix, bool leaveOpen) : ITranscriptOutput
{
    public async Task WriteAsync(FinalTranscript final)
    {
        await output.WriteLineAsync(prefix + final.Text).ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => leaveOpen ? ValueTask.CompletedTask : output.DisposeAsync();
}
