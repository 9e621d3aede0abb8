using System.Text;

namespace Parley.Speech.Engines.OpenAi;

/// <summary>
/// A service that speaks OpenAI's text-to-speech wire (<c>POST {BaseUrl}/audio/speech</c>): OpenAI itself, or one of the many
/// local servers that copy it.
/// </summary>
public sealed record OpenAiSpeechOptions
{
    /// <summary>Id of the engine and first part of its voices' ids: lower-case letters, digits, hyphens; default <c>openai</c>.</summary>
    public string Id { get; init; } = "openai";

    /// <summary>Where the API begins, e.g. <c>http://localhost:8880/v1</c>; required, http or https.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Sent as bearer token; null (default) sends none. Never logged, and left out of <see cref="ToString"/>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The model; default <c>tts-1</c>.</summary>
    public string Model { get; init; } = "tts-1";

    /// <summary>The voices it has, its default first; default OpenAI's own.</summary>
    public IReadOnlyList<OpenAiVoiceOptions> Voices { get; init; } =
    [
        new() { Name = "alloy", Gender = "neutral" },
        new() { Name = "ash", Gender = "male" },
        new() { Name = "coral", Gender = "female" },
        new() { Name = "echo", Gender = "male" },
        new() { Name = "fable", Gender = "male", Locale = "en-GB" },
        new() { Name = "nova", Gender = "female" },
        new() { Name = "onyx", Gender = "male" },
        new() { Name = "sage", Gender = "female" },
        new() { Name = "shimmer", Gender = "female" },
    ];

    /// <summary><c>pcm</c> (default: raw 16-bit mono) or <c>wav</c>. Both stream.</summary>
    public string ResponseFormat { get; init; } = "pcm";

    /// <summary>Rate of <c>pcm</c> answers in hertz, 8,000 to 48,000; default 24,000, OpenAI's. The audio is given out at this rate.</summary>
    public int SampleRate { get; init; } = 24_000;

    /// <summary>Whether the model follows instructions, so that styles can be asked for in words; default false.</summary>
    public bool TakesInstructions { get; init; }

    /// <summary>Longest text of one request to the service, in UTF-16 units, 100 to 65,536; default 4,096, OpenAI's. Longer ones are cut between sentences.</summary>
    public int MaxInputLength { get; init; } = 4_096;

    /// <summary>How often a connection that could not be made is tried again; 0 to 10, default 2. Never once the service has answered.</summary>
    public int ConnectRetries { get; init; } = 2;

    /// <summary>From the request to the first audio; 100 ms to 10 min, default 10 s.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two pieces of audio; 100 ms to 10 min, default 5 s.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests at the same time, 1 to 10,000; default 32.</summary>
    public int MaxConcurrentRequests { get; init; } = 32;

    /// <summary>How long a request may wait for a free place; 100 ms to 10 min, default 10 s.</summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal void Check(List<string> problems, string name)
    {
        if (string.IsNullOrEmpty(Id) || Id.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-"))
        {
            problems.Add($"{name}.{nameof(Id)} is '{Id}': use lower-case letters, digits and hyphens.");
        }

        if (BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            problems.Add($"{name}.{nameof(BaseUrl)} is '{BaseUrl}': give an http or https address, e.g. http://localhost:8880/v1.");
        }

        if (ApiKey is not null && (ApiKey.Length == 0 || ApiKey.Any(c => c is <= ' ' or > '~')))
        {
            problems.Add($"{name}.{nameof(ApiKey)} is empty or holds a space, a line break or a character outside ASCII.");
        }

        if (string.IsNullOrWhiteSpace(Model))
        {
            problems.Add($"{name}.{nameof(Model)} is blank.");
        }

        if (Voices.Count == 0 || Voices.Any(v => string.IsNullOrWhiteSpace(v.Name) || string.IsNullOrWhiteSpace(v.Locale)))
        {
            problems.Add($"{name}.{nameof(Voices)} needs at least one voice, each with {nameof(OpenAiVoiceOptions.Name)} and {nameof(OpenAiVoiceOptions.Locale)}.");
        }

        if (ResponseFormat is not ("pcm" or "wav"))
        {
            problems.Add($"{name}.{nameof(ResponseFormat)} is '{ResponseFormat}': allowed are pcm and wav.");
        }

        CheckRange(problems, $"{name}.{nameof(SampleRate)}", SampleRate, 8_000, 48_000);
        CheckRange(problems, $"{name}.{nameof(MaxInputLength)}", MaxInputLength, 100, 65_536);
        CheckRange(problems, $"{name}.{nameof(ConnectRetries)}", ConnectRetries, 0, 10);
        CheckRange(problems, $"{name}.{nameof(MaxConcurrentRequests)}", MaxConcurrentRequests, 1, 10_000);
        SpeechOptions.CheckTimeout(problems, $"{name}.{nameof(FirstByteTimeout)}", FirstByteTimeout);
        SpeechOptions.CheckTimeout(problems, $"{name}.{nameof(ReadTimeout)}", ReadTimeout);
        SpeechOptions.CheckTimeout(problems, $"{name}.{nameof(WaitTimeout)}", WaitTimeout);
    }

    private static void CheckRange(List<string> problems, string name, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            problems.Add($"{name} is {value}: allowed is {min} to {max}.");
        }
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{nameof(Id)} = {Id}, {nameof(BaseUrl)} = {BaseUrl}, {nameof(Model)} = {Model}, {nameof(ApiKey)} = {(ApiKey is null ? "none" : "***")}");
        return true;
    }
}
