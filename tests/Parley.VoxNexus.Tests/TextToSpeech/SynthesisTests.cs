using Parley.Audio;
using Parley.Audio.Wav;
using Parley.VoxNexus.Tests.Fakes;
using Parley.VoxNexus.Wire;

namespace Parley.VoxNexus.Tests.TextToSpeech;

public class SynthesisTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_utterance_gets_exactly_its_own_audio()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var first = await client.SynthesizeAsync("One.", Token);
        var second = await client.SynthesizeAsync("Two.", Token);
        (await session.NextTextAsync(Token)).ShouldBe("""{"type":"text","text":"One.","is_final":true}""");
        (await session.NextTextAsync(Token)).ShouldBe("""{"type":"text","text":"Two.","is_final":true}""");

        await session.SendAudioAsync([1, 2], isFinal: false, Token);
        await session.SendAudioAsync([3], isFinal: true, Token);
        await session.SendAudioAsync([4, 5], isFinal: false, Token);
        await session.SendAudioAsync([], isFinal: true, Token);

        (await second.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([4, 5]);
        (await first.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([1, 2, 3]);
        await first.Completion.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task Bytes_may_be_cut_anywhere()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var utterance = await client.SynthesizeAsync("x", Token);
        foreach (var data in new[] { "AQ==", "AAI=", "", "AAMABA==", "AA==" })
        {
            await session.SendAsync($$"""{"is_final":false,"data":"{{data}}","type":"audio"}""", Token);
        }

        await session.SendAudioAsync([5], isFinal: true, Token);
        (await utterance.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8L)]
    public async Task A_wav_header_is_not_audio_however_it_is_cut(long? dataBytes)
    {
        await using var client = new TextToSpeechClient(_service.Tts with { Format = "wav" });
        var session = await _service.ConnectAsync(client, Token);
        var file = new byte[WavHeader.Length + 8];
        WavHeader.Write(file, PcmFormat.Speech16K, dataBytes);
        for (var i = 0; i < 4; i++)
        {
            file[WavHeader.Length + (2 * i)] = (byte)(i + 1);
        }

        for (var step = 1; step < file.Length; step += 7)
        {
            var utterance = await client.SynthesizeAsync("x", Token);
            for (var at = 0; at < file.Length; at += step)
            {
                var part = file.AsSpan(at, Math.Min(step, file.Length - at));
                await session.SendAsync($$"""{"type":"audio","data":"{{Convert.ToBase64String(part)}}","is_final":{{(at + step >= file.Length ? "true" : "false")}}}""", Token);
            }

            (await utterance.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([1, 2, 3, 4]);
        }

    }

    [Fact]
    public async Task Binary_audio_is_taken_when_it_was_asked_for()
    {
        await using var client = new TextToSpeechClient(_service.Tts with { BinaryAudio = true });
        var session = await _service.ConnectAsync(client, Token);
        session.Init.GetProperty("audio_transport").GetString().ShouldBe("binary");
        var utterance = await client.SynthesizeAsync("x", Token);
        await session.Peer.SendBinaryAsync([1, 0, 2], Token);
        await session.Peer.SendBinaryAsync([0], Token);
        await session.SendAudioAsync([], isFinal: true, Token);
        (await utterance.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task The_whole_configuration_is_sent()
    {
        await using var client = new TextToSpeechClient(_service.Tts with
        {
            Language = "zh-CN",
            SampleRate = 24_000,
            Speed = 1.1,
            Pitch = -2,
            Volume = 0.5,
            VoiceConfig = new VoiceConfig { Style = "cheerful", Role = "Girl", Degree = 0.5 },
        });
        var session = await _service.ConnectAsync(client, Token);
        session.Init.GetRawText().ShouldBe(
            """{"type":"init","voice_id":"vl-xiaoxiao","language":"zh-CN","format":"pcm","sample_rate":24000,"speed":1.1,"pitch":-2,"volume":0.5,"voice_config":{"style":"cheerful","role":"Girl","degree":0.5}}""");
    }

    [Fact]
    public async Task A_failed_utterance_fails_alone()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var events = new EventLog(client, Token);
        var first = await client.SynthesizeAsync("One.", Token);
        var second = await client.SynthesizeAsync("Two.", Token);
        await session.SendAudioAsync([1], isFinal: false, Token);
        await session.SendAsync("""{"type":"error","error":"engine died","code":"SYNTHESIS_FAILED","request_id":"req_1"}""", Token);
        await session.SendAudioAsync([], isFinal: true, Token);
        await session.SendAudioAsync([2], isFinal: true, Token);

        var heard = new List<short>();
        var error = await Should.ThrowAsync<VoxNexusException>(async () =>
        {
            await foreach (var chunk in first.ReadAudioAsync(Token))
            {
                heard.AddRange(chunk.ToArray());
            }
        });
        heard.ShouldBe([1]);
        error.IsTransient.ShouldBeTrue();
        (await second.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([2]);
        (await events.NextAsync<UtteranceFailed>()).Utterance.ShouldBe(first);
        (await events.NextAsync<ErrorReceived>()).Error.Code.ShouldBe("SYNTHESIS_FAILED");
        (await events.NextAsync<UtteranceCompleted>()).Utterance.ShouldBe(second);
    }

    [Fact]
    public async Task A_rejected_text_fails_the_utterance_it_belongs_to()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var first = await client.SynthesizeAsync("One.", Token);
        var second = await client.SynthesizeAsync("Two.", Token);
        await session.SendAsync("""{"type":"error","error":"full","code":"QUEUE_FULL","request_id":"req_1"}""", Token);
        await session.SendAudioAsync([1], isFinal: true, Token);

        (await Should.ThrowAsync<VoxNexusException>(second.Completion.WaitAsync(Deadline, Token))).IsTransient.ShouldBeTrue();
        (await first.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([1]);
    }

    [Fact]
    public async Task Long_text_goes_out_in_messages_the_service_takes()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var text = string.Concat(Enumerable.Repeat("twelve chars ", 1_000)).TrimEnd();
        await client.SynthesizeAsync(text, Token);
        var joined = string.Empty;
        while (true)
        {
            var message = await session.NextAsync(Token);
            var piece = message.GetProperty("text").GetString()!;
            piece.Length.ShouldBeLessThanOrEqualTo(WireRanges.MaxTextLength);
            joined += piece;
            if (message.GetProperty("is_final").GetBoolean())
            {
                break;
            }

            piece.ShouldEndWith(" ");
        }

        joined.ShouldBe(text);
        await Should.ThrowAsync<ArgumentException>(client.SynthesizeAsync(new string('x', WireRanges.MaxUtteranceTextLength + 1), Token));
    }

    [Fact]
    public async Task Words_are_joined_with_spaces()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        await client.SynthesizeWordsAsync(["Hello", "world", "this", "is", "a", "test"], Token);
        (await session.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("Hello world this is a test");
    }

    [Fact]
    public async Task Audio_is_saved_as_a_wav_file_with_true_lengths()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var utterance = await client.SynthesizeAsync("x", Token);
        await session.SendAudioAsync([1, 2, 3], isFinal: true, Token);
        using var file = new MemoryStream();
        await utterance.SaveWavAsync(file, Token).WaitAsync(Deadline, Token);
        file.Position = 0;
        await using var reader = await WavReader.OpenAsync(file, leaveOpen: true, Token);
        reader.TotalSamples.ShouldBe(3);
    }

    [Fact]
    public async Task An_utterance_is_read_once()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var utterance = await client.SynthesizeAsync("x", Token);
        _ = utterance.ReadAudioAsync(Token);
        Should.Throw<InvalidOperationException>(() => utterance.ReadAudioAsync(Token));
    }
}
