using Parley.Speech.Engines.OpenAi;
using Parley.Speech.Synthesis;
using Parley.Testing.Synthesis;

namespace Parley.Speech.Tests.Engines.OpenAi;

public abstract class OpenAiSpeechConformance(string format) : SpeechSynthesizerConformance
{
    private SpeechService? _service;

    protected override async ValueTask<ISpeechSynthesizer> CreateAsync()
    {
        _service ??= await SpeechService.StartAsync();
        return new OpenAiSpeechSynthesizer(new OpenAiSpeechOptions { BaseUrl = _service.BaseUrl, SampleRate = 16_000, ResponseFormat = format });
    }

    protected override ValueTask AfterDisposeAsync() => _service?.DisposeAsync() ?? default;
}

public sealed class OpenAiPcmSpeechConformance() : OpenAiSpeechConformance("pcm");

public sealed class OpenAiWavSpeechConformance() : OpenAiSpeechConformance("wav");
