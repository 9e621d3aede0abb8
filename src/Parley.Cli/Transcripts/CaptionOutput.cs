using Parley.VoxNexus;

namespace Parley.Cli.Transcripts;

/// <summary>SubRip or WebVTT, cue by cue.</summary>
internal sealed class CaptionOutput(CaptionWriter writer) : ITranscriptOutput
{
    public Task WriteAsync(FinalTranscript final) =>
        writer.WriteAsync(new Caption(final.Start, final.End, final.Text, final.Language, final.Confidence, final.Words));

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
