using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.VoxNexus;

namespace Parley.Cli.Transcripts;

/// <summary>A transcript for machines. Times are milliseconds from the start of the audio.</summary>
internal sealed record TranscriptFacts
{
    public required string File { get; init; }

    public required string Text { get; init; }

    public required Segment[] Segments { get; init; }

    /// <summary>One utterance.</summary>
    internal sealed record Segment
    {
        public required string Text { get; init; }

        public required long StartMs { get; init; }

        public required long EndMs { get; init; }

        public double? Confidence { get; init; }

        public string? Language { get; init; }

        public required Word[] Words { get; init; }

        public static Segment Of(FinalTranscript final) => new()
        {
            Text = final.Text,
            StartMs = (long)final.Start.TotalMilliseconds,
            EndMs = (long)final.End.TotalMilliseconds,
            Confidence = final.Confidence,
            Language = final.Language,
            Words = [.. final.Words.Select(w => new Word(w.Word, (long)w.Start.TotalMilliseconds, (long)w.End.TotalMilliseconds, w.Confidence))],
        };
    }

    /// <summary>One word.</summary>
    internal sealed record Word(string Text, long StartMs, long EndMs, double? Confidence);
}

/// <summary>Its form.</summary>
[JsonSerializable(typeof(TranscriptFacts))]
internal sealed partial class TranscriptFactsJson : JsonSerializerContext
{
    /// <summary>Writes apostrophes and every script as they are; the result is no part of a web page.</summary>
    public static TranscriptFactsJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
