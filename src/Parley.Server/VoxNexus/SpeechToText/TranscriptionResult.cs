using System.Text;
using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.Server.VoxNexus.TextToSpeech;
using Parley.Speech.Recognition;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>All that was recognised in one recording.</summary>
/// <param name="Text">The utterances in order; empty for silence.</param>
/// <param name="Language">The language of the last utterance; null when nothing was said.</param>
/// <param name="Confidence">Mean over the utterances by length; null when the engine gives none.</param>
/// <param name="Words">All words.</param>
internal sealed record TranscriptionResult(string Text, string? Language, double? Confidence, IReadOnlyList<RecognizedWord> Words)
{
    /// <summary>Reads events until the flush is answered.</summary>
    /// <exception cref="ApiException">The engine failed.</exception>
    public static async Task<TranscriptionResult> CollectAsync(IRecognitionStream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var words = new List<RecognizedWord>();
        string? language = null;
        double score = 0, weight = 0;
        await foreach (var e in stream.ReadEventsAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (e)
            {
                case FinalTranscript final:
                    Append(text, final.Text);
                    words.AddRange(final.Words);
                    language = final.Language;
                    if (final.Confidence is { } confidence)
                    {
                        score += confidence * final.Text.Length;
                        weight += final.Text.Length;
                    }

                    break;
                case RecognitionFailed failed:
                    throw new ApiException(ApiError.FromEngine(failed.Error, VoxNexusErrorCode.RecognitionFailed));
                case SessionFlushed:
                    return new TranscriptionResult(text.ToString(), language, weight > 0 ? score / weight : null, words);
            }
        }

        throw new ApiException(new ApiError(VoxNexusErrorCode.RecognitionFailed, "the speech engine failed"));
    }

    private static void Append(StringBuilder text, string utterance)
    {
        if (text.Length > 0 && JoinRule.NeedsSpace(text.ToString(Math.Max(0, text.Length - 4), Math.Min(4, text.Length)), utterance))
        {
            text.Append(' ');
        }

        text.Append(utterance);
    }
}
