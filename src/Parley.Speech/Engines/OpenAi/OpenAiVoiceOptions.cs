namespace Parley.Speech.Engines.OpenAi;

/// <summary>A voice of a service.</summary>
public sealed record OpenAiVoiceOptions
{
    /// <summary>What the service calls it, e.g. <c>alloy</c>; its id here is the engine's id, a hyphen and this. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>BCP 47 tag of the language it speaks best; default <c>en-US</c>.</summary>
    public string Locale { get; init; } = "en-US";

    /// <summary>Other languages it speaks; default none named.</summary>
    public IReadOnlyList<string> OtherLocales { get; init; } = [];

    /// <summary><c>male</c>, <c>female</c> or <c>neutral</c> (default).</summary>
    public string Gender { get; init; } = "neutral";
}
