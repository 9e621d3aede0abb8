using Parley.VoxNexus;

namespace Parley.Cli.Transcripts;

/// <summary>One form of a transcript. Disposing completes it, also after a failure: what was written stays whole.</summary>
internal interface ITranscriptOutput : IAsyncDisposable
{
    /// <summary>Takes the next utterance.</summary>
    Task WriteAsync(FinalTranscript final);
}
