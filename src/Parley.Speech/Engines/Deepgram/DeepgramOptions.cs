using System.Text;

namespace Parley.Speech.Engines.Deepgram;

/// <summary>Deepgram's live transcription, or a server that speaks its wire (<c>WS {BaseUrl}/listen</c>).</summary>
public sealed record DeepgramOptions
{
    /// <summary>Where the API begins: http, https, ws or wss; default <c>wss://api.deepgram.com/v1</c>.</summary>
    public Uri BaseUrl { get; init; } = new("wss://api.deepgram.com/v1");

    /// <summary>Sent as <c>Authorization: Token …</c>; null sends none. Never logged, and left out of <see cref="ToString"/>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The model; default <c>nova-3</c>.</summary>
    public string Model { get; init; } = "nova-3";

    /// <summary>Language where none is asked for, as a BCP 47 tag; default <c>en-US</c>.</summary>
    public string Language { get; init; } = "en-US";

    /// <summary>Whether finals carry punctuation and capitals; default true.</summary>
    public bool Punctuate { get; init; } = true;

    /// <summary>How long connecting may take; 100 ms to 1 min, default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the end of an utterance to its text; 100 ms to 1 min, default 5 s.</summary>
    public TimeSpan FinalTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a stream's connection is kept open after its last utterance, so that the next one does not wait for a new one;
    /// 0 to 1 h, default 1 min.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    internal void Check(List<string> problems, string name)
    {
        if (BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" or "ws" or "wss" })
        {
            problems.Add($"{name}.{nameof(BaseUrl)} is '{BaseUrl}': give an http, https, ws or wss address.");
        }

        RemoteRecognition.CheckKey(problems, $"{name}.{nameof(ApiKey)}", ApiKey);
        if (string.IsNullOrWhiteSpace(Model) || string.IsNullOrWhiteSpace(Language))
        {
            problems.Add($"{name}.{nameof(Model)} or {nameof(Language)} is blank.");
        }

        CheckTimeout(problems, $"{name}.{nameof(ConnectTimeout)}", ConnectTimeout);
        CheckTimeout(problems, $"{name}.{nameof(FinalTimeout)}", FinalTimeout);
        if (IdleTimeout < TimeSpan.Zero || IdleTimeout > TimeSpan.FromHours(1))
        {
            problems.Add($"{name}.{nameof(IdleTimeout)} is {IdleTimeout}: allowed is 0 to 1 hour.");
        }
    }

    private static void CheckTimeout(List<string> problems, string name, TimeSpan value)
    {
        if (value < TimeSpan.FromMilliseconds(100) || value > TimeSpan.FromMinutes(1))
        {
            problems.Add($"{name} is {value}: allowed is 100 ms to 1 minute.");
        }
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{nameof(BaseUrl)} = {BaseUrl}, {nameof(Model)} = {Model}, {nameof(Language)} = {Language}, {nameof(ApiKey)} = {(ApiKey is null ? "none" : "***")}");
        return true;
    }
}
