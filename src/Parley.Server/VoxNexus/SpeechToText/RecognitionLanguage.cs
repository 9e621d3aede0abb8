using Parley.Server.VoxNexus.Protocol;
using Parley.Speech.Recognition;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.SpeechToText;

/// <summary>Resolves the language a client asks a recogniser for.</summary>
internal static class RecognitionLanguage
{
    public const string Auto = "auto";
    private const string Default = "en-US";

    /// <param name="wanted">As the client wrote it; null when it did not.</param>
    /// <param name="detection">Whether the engine shall find out.</param>
    /// <param name="recognizer">The engine.</param>
    /// <param name="options">What to do about a language the engine lacks.</param>
    /// <param name="error">Why the language is refused; null when it is not.</param>
    /// <returns>The locale to ask the engine for; null lets it detect.</returns>
    public static string? Resolve(string? wanted, bool detection, ISpeechRecognizer recognizer, VoxNexusOptions options, out ApiError? error)
    {
        error = null;
        var isOpen = wanted is null ? detection : wanted.Equals(Auto, StringComparison.OrdinalIgnoreCase);
        if (isOpen)
        {
            // An engine of one language has nothing to detect.
            return recognizer.Languages.Count == 1 ? recognizer.Languages[0] : null;
        }

        wanted ??= Default;
        if (!WireRanges.IsLanguageTag(wanted))
        {
            error = ApiError.Invalid("language", "an ISO 639 or BCP 47 tag, such as en or en-US, or auto");
            return null;
        }

        if (recognizer.Languages.Count == 0)
        {
            return Locales.WithRegion(wanted);
        }

        if (Locales.Match(wanted, recognizer.Languages) is { } locale)
        {
            return locale;
        }

        if (options.UnknownRecognitionLanguage == UnknownNamePolicy.Error)
        {
            error = new ApiError(VoxNexusErrorCode.UnsupportedLanguage, "this language is not recognised here");
        }

        return wanted;
    }

    /// <summary>What an engine will use when asked for a locale: its own default where it lacks it.</summary>
    /// <param name="asked">What <see cref="Resolve"/> gave.</param>
    /// <param name="recognizer">The engine.</param>
    public static string Expect(string? asked, ISpeechRecognizer recognizer) =>
        asked is null ? Auto
        : recognizer.Languages.Count == 0 ? asked
        : Locales.Match(asked, recognizer.Languages) ?? recognizer.Languages[0];
}
