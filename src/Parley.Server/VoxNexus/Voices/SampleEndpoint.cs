using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Server.VoxNexus.Http;
using Parley.Server.VoxNexus.Protocol;
using Parley.Server.VoxNexus.TextToSpeech;
using Parley.Speech;
using Parley.VoxNexus.Wire;

namespace Parley.Server.VoxNexus.Voices;

/// <summary><c>GET /samples/{voice_id}.wav</c> and <c>/samples/{voice_id}/{locale}.wav</c>: the voice says a sentence. Other file types are not made here: 404.</summary>
internal sealed class SampleEndpoint(ISpeechEngines engines, VoxNexusOptions options, TimeProvider time)
{
    private const string Extension = ".wav";

    public async Task HandleAsync(ApiRequest request)
    {
        var path = (string?)request.Http.Request.RouteValues["path"] ?? "";
        var parts = path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? path[..^Extension.Length].Split('/') : [];
        if (parts.Length is 0 or > 2 || !engines.TryGetVoice(parts[0], out var voice))
        {
            throw NotFound();
        }

        var locale = parts.Length == 1 ? voice.PrimaryLocale : Locales.Match(parts[1], voice.Locales) ?? throw NotFound();
        var settings = new SpeechSettings { Voice = voice, VoiceId = parts[0], Language = locale, SampleRate = 24_000 };
        using var audio = new MemoryStream();
        var writer = new WavWriter(audio, new PcmFormat(settings.SampleRate), leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            await foreach (var samples in new SpeechRenderer(engines, options, time).RenderAsync(settings, Sentence(locale), request.Aborted).ConfigureAwait(false))
            {
                await writer.WriteAsync(samples, request.Aborted).ConfigureAwait(false);
            }
        }

        request.Http.Response.ContentType = "audio/wav";
        request.Http.Response.ContentLength = audio.Length;
        audio.Position = 0;
        await audio.CopyToAsync(request.Http.Response.Body, request.Aborted).ConfigureAwait(false);
    }

    private static ApiException NotFound() => new(new ApiError(VoxNexusErrorCode.NotFound, "there is no such sample"));

    private static string Sentence(string locale) => Locales.LanguageOf(locale) switch
    {
        "zh" or "cmn" or "yue" => "你好，这是我的声音。",
        "de" => "Hallo, so klingt meine Stimme.",
        "fr" => "Bonjour, voici ma voix.",
        "es" => "Hola, así suena mi voz.",
        "it" => "Ciao, questa è la mia voce.",
        "pt" => "Olá, esta é a minha voz.",
        "ru" => "Здравствуйте, вот мой голос.",
        "ja" => "こんにちは、これが私の声です。",
        _ => "Hello, this is how my voice sounds.",
    };
}
