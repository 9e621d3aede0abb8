using System.Text;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>
/// A service that speaks OpenAI's transcription wire (<c>POST {BaseUrl}/audio/transcriptions</c>): OpenAI itself, or one of the
/// local servers that copy it. It gets one utterance at a time, cut here by voice activity, so there are no partial transcripts.
/// </summary>
public sealed record OpenAiTranscriptionOptions
{
    /// <summary>Id of the engine: lower-case letters, digits, hyphens; default <c>openai</c>.</summary>
    public string Id { get; init; } = "openai";

    /// <summary>Where the API begins, e.g. <c>http://localhost:8000/v1</c>; required, http or https.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Sent as bearer token; null (default) sends none. Never logged, and left out of <see cref="ToString"/>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The model; default <c>whisper-1</c>.</summary>
    public string Model { get; init; } = "whisper-1";

    /// <summary>Languages it recognises as BCP 47 tags, its default first; empty (default) means any.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>From the end of an utterance to its text, tries included; 100 ms to 10 min, default 20 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a request that got no answer, 429 or a 5xx is tried again within <see cref="Timeout"/>; 0 to 10, default 1.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Requests at the same time, 1 to 10,000; default 32. Others wait within their <see cref="Timeout"/>.</summary>
    public int MaxConcurrentRequests { get; init; } = 32;

    internal void Check(List<string> problems, string name)
    {
        if (string.IsNullOrEmpty(Id) || Id.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-"))
        {
            problems.Add($"{name}.{nameof(Id)} is '{Id}': use lower-case letters, digits and hyphens.");
        }

        if (BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            problems.Add($"{name}.{nameof(BaseUrl)} is '{BaseUrl}': give an http or https address, e.g. http://localhost:8000/v1.");
        }

        RemoteRecognition.CheckKey(problems, $"{name}.{nameof(ApiKey)}", ApiKey);
        if (string.IsNullOrWhiteSpace(Model))
        {
            problems.Add($"{name}.{nameof(Model)} is blank.");
        }

        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(10))
        {
            problems.Add($"{name}.{nameof(Timeout)} is {Timeout}: allowed is 100 ms to 10 minutes.");
        }

        if (Retries is < 0 or > 10)
        {
            problems.Add($"{name}.{nameof(Retries)} is {Retries}: allowed is 0 to 10.");
        }

        if (MaxConcurrentRequests is < 1 or > 10_000)
        {
            problems.Add($"{name}.{nameof(MaxConcurrentRequests)} is {MaxConcurrentRequests}: allowed is 1 to 10000.");
        }
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{nameof(Id)} = {Id}, {nameof(BaseUrl)} = {BaseUrl}, {nameof(Model)} = {Model}, {nameof(ApiKey)} = {(ApiKey is null ? "none" : "***")}");
        return true;
    }
}
