using Parley.Samples;

// dotnet run --project samples -- NAME [FOLDER] [SERVER]
var samples = new Dictionary<string, Func<Uri, string, CancellationToken, Task>>(StringComparer.OrdinalIgnoreCase)
{
    ["TextToSpeech"] = TextToSpeech.RunAsync,
    ["SpeechToText"] = SpeechToText.RunAsync,
    ["LiveCaptions"] = LiveCaptionsSample.RunAsync,
    ["VoiceConversation"] = VoiceConversationSample.RunAsync,
    ["VoxtaConnect"] = VoxtaConnect.RunAsync,
    ["VoxtaChat"] = VoxtaChat.RunAsync,
    ["VoxtaEvents"] = VoxtaEvents.RunAsync,
    ["VoxtaActions"] = VoxtaActions.RunAsync,
    ["VoxtaPlayback"] = VoxtaPlayback.RunAsync,
    ["VoxtaVoice"] = VoxtaVoice.RunAsync,
    ["VoxtaTraffic"] = VoxtaTraffic.RunAsync,
    ["EstuaryChat"] = EstuaryChat.RunAsync,
    ["EstuaryVoice"] = EstuaryVoice.RunAsync,
    ["EstuaryPushToTalk"] = EstuaryPushToTalk.RunAsync,
    ["EstuaryVoiceSession"] = EstuaryVoiceSession.RunAsync,
};

if (args.Length == 0 || !samples.TryGetValue(args[0], out var sample))
{
    Console.Error.WriteLine($"One of: {string.Join(", ", samples.Keys)}");
    return 2;
}

await sample(new Uri(args.ElementAtOrDefault(2) ?? "http://localhost:5384"), args.ElementAtOrDefault(1) ?? ".", CancellationToken.None);
return 0;
