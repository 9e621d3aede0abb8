using Parley.Server.Settings;
using Parley.Speech;

namespace Parley.Server.Info;

/// <summary>The speech engines that work for this server, the preferred first, by id.</summary>
public sealed record EnginesInUse
{
    /// <summary>Recognisers.</summary>
    public required IReadOnlyList<string> SpeechToText { get; init; }

    /// <summary>Synthesisers.</summary>
    public required IReadOnlyList<string> TextToSpeech { get; init; }

    /// <summary>Voice activity detectors.</summary>
    public required IReadOnlyList<string> VoiceActivity { get; init; }

    /// <summary>Asks the engines; some of them start a program to answer.</summary>
    public static async ValueTask<EnginesInUse> FindAsync(ISpeechEngines engines, ParleyOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engines);
        ArgumentNullException.ThrowIfNull(options);
        var reports = await engines.InspectAsync(cancellationToken).ConfigureAwait(false);
        return new EnginesInUse
        {
            SpeechToText = Available("recognition", options.Stt),
            TextToSpeech = Available("synthesis", options.Tts),
            VoiceActivity = Available("voice-activity", []),
        };

        IReadOnlyList<string> Available(string job, IReadOnlyList<string> chosen)
        {
            var ids = reports.Where(r => r.Job == job && r.IsAvailable).Select(r => r.Id).ToList();
            return chosen.Count == 0 ? ids : [.. chosen.Where(c => ids.Contains(c, StringComparer.OrdinalIgnoreCase))];
        }
    }
}
