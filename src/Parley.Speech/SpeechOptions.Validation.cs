namespace Parley.Speech;

public sealed partial record SpeechOptions
{
    /// <summary>Checks the settings against each other and against their ranges.</summary>
    /// <exception cref="ArgumentException">One or more settings are wrong; the message names each and says what is allowed.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        CheckOrder(problems, nameof(Recognizers), Recognizers);
        CheckOrder(problems, nameof(Synthesizers), Synthesizers);
        CheckOrder(problems, nameof(VoiceActivity), VoiceActivity);
        if (DefaultVoice is not null && string.IsNullOrWhiteSpace(DefaultVoice))
        {
            problems.Add($"{nameof(DefaultVoice)} is blank: name a voice, or leave it out.");
        }

        foreach (var (alias, voices) in VoiceAliases)
        {
            if (string.IsNullOrWhiteSpace(alias) || voices is null || voices.Count == 0 || voices.Any(string.IsNullOrWhiteSpace))
            {
                problems.Add($"{nameof(VoiceAliases)}[\"{alias}\"] needs a name and at least one voice id.");
            }
        }

        foreach (var (alias, recognizer) in RecognizerAliases)
        {
            if (string.IsNullOrWhiteSpace(alias) || string.IsNullOrWhiteSpace(recognizer))
            {
                problems.Add($"{nameof(RecognizerAliases)}[\"{alias}\"] needs a name and a recogniser id, or \"default\".");
            }
        }

        if (FailoverCooldown < TimeSpan.Zero || FailoverCooldown > TimeSpan.FromMinutes(10))
        {
            problems.Add($"{nameof(FailoverCooldown)} is {FailoverCooldown}: allowed is 0 to 10 minutes.");
        }

        for (var i = 0; i < OpenAiTranscription.Count; i++)
        {
            OpenAiTranscription[i].Check(problems, $"{nameof(OpenAiTranscription)}[{i}]");
        }

        Deepgram?.Check(problems, nameof(Deepgram));
        Silero.Check(problems, nameof(Silero));
        PocketSphinx.Check(problems, nameof(PocketSphinx));
        Flite.Check(problems, nameof(Flite));
        EspeakNg.Check(problems, nameof(EspeakNg));
        for (var i = 0; i < OpenAiSpeech.Count; i++)
        {
            OpenAiSpeech[i].Check(problems, $"{nameof(OpenAiSpeech)}[{i}]");
        }

        foreach (var voice in BilingualVoices)
        {
            voice.Check(problems, nameof(BilingualVoices));
        }
        if (problems.Count > 0)
        {
            throw new ArgumentException("The speech settings are wrong. " + string.Join(" ", problems));
        }
    }

    private static void CheckOrder(List<string> problems, string name, IReadOnlyList<string>? ids)
    {
        if (ids is null)
        {
            return;
        }

        if (ids.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add($"{name} holds a blank engine id.");
        }
        else if (ids.Distinct(StringComparer.OrdinalIgnoreCase).Count() != ids.Count)
        {
            problems.Add($"{name} names an engine twice.");
        }
    }

    internal static void CheckTimeout(List<string> problems, string name, TimeSpan value)
    {
        if (value < TimeSpan.FromMilliseconds(100) || value > TimeSpan.FromMinutes(10))
        {
            problems.Add($"{name} is {value}: allowed is 100 ms to 10 minutes.");
        }
    }
}
