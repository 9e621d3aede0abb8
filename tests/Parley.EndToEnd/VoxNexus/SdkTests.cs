using System.Net.WebSockets;
using System.Runtime.InteropServices;
using Parley.Audio;
using Parley.Realtime;
using Parley.Testing.Server;
using Parley.VoxNexus;
using Parley.VoxNexus.Wire;

namespace Parley.EndToEnd.VoxNexus;

/// <summary>The .NET clients against a real server with real engines over real sockets.</summary>
public class SdkTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_spoken_is_understood_with_its_times()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var tts = new TextToSpeechClient(new TextToSpeechOptions { ServerUrl = server.Address, VoiceId = "flite-slt" });
        await tts.ConnectAsync(Token);
        var utterance = await tts.SynthesizeAsync(Pieces("Hello ", "world. The wea", "ther is good ", "today."), Token);
        var speech = await utterance.ReadToEndAsync(Token).WaitAsync(Deadline, Token);
        speech.Length.ShouldBeGreaterThan(16_000);

        await using var stt = new SpeechToTextClient(new SpeechToTextOptions { ServerUrl = server.Address, EnableTimestamps = true, Pace = 2 });
        await stt.ConnectAsync(Token);
        var transcripts = await TranscribeAsync(stt, new MemorySource(speech));
        var finals = transcripts.OfType<FinalTranscript>().ToList();
        Text(finals).ShouldContain("weather");
        finals.SelectMany(f => f.Words).ShouldNotBeEmpty();
        finals[^1].End.ShouldBeLessThanOrEqualTo(stt.Position);

        // The second session's times follow the first's.
        var again = (await TranscribeAsync(stt, new MemorySource(speech))).OfType<FinalTranscript>().ToList();
        again[0].Start.ShouldBeGreaterThanOrEqualTo(finals[^1].End);
        Text(again).ShouldContain("weather");
        await tts.CloseAsync(Token).WaitAsync(Deadline, Token);
        await stt.CloseAsync(Token).WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task Many_utterances_on_one_socket_each_get_their_own_audio()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var tts = new TextToSpeechClient(new TextToSpeechOptions { ServerUrl = server.Address, VoiceId = "flite-kal16", Format = "wav" });
        await tts.ConnectAsync(Token);
        var solo = await (await tts.SynthesizeAsync("Number seven.", Token)).ReadToEndAsync(Token).WaitAsync(Deadline, Token);
        var utterances = new List<SpeechUtterance>();
        for (var i = 0; i < 20; i++)
        {
            utterances.Add(await tts.SynthesizeAsync(i % 2 == 0 ? "Number seven." : "Another sentence, somewhat longer.", Token));
        }

        for (var i = 0; i < utterances.Count; i++)
        {
            var samples = await utterances[i].ReadToEndAsync(Token).WaitAsync(Deadline, Token);
            (i % 2 == 0 ? samples.AsSpan().SequenceEqual(solo) : samples.Length > solo.Length).ShouldBeTrue($"utterance {i}");
        }
    }

    [Fact]
    public async Task A_cancelled_utterance_gives_way_at_once_and_the_next_is_whole()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var tts = new TextToSpeechClient(new TextToSpeechOptions { ServerUrl = server.Address, VoiceId = "flite-kal16" });
        await tts.ConnectAsync(Token);
        var solo = await (await tts.SynthesizeAsync("The next one.", Token)).ReadToEndAsync(Token).WaitAsync(Deadline, Token);
        for (var i = 0; i < 10; i++)
        {
            var longOne = await tts.SynthesizeAsync(string.Concat(Enumerable.Repeat("This goes on and on for a very long time. ", 40)), Token);
            await tts.CancelAsync(Token);
            longOne.Completion.IsCanceled.ShouldBeTrue();
            var next = await tts.SynthesizeAsync("The next one.", Token);
            (await next.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe(solo);
        }
    }

    [Fact]
    public async Task A_lost_connection_is_made_good()
    {
        await using var server = await ServerFixture.StartAsync();
        var speech = MemoryMarshal.Cast<byte, short>(await Recordings.SpeakAsync(server, "The weather is good today.", silenceSeconds: 1)).ToArray();
        var connector = new BreakableConnector();
        await using var stt = new SpeechToTextClient(new SpeechToTextOptions
        {
            ServerUrl = server.Address,
            Connector = connector,
            Reconnect = new ReconnectPolicy { BaseDelay = TimeSpan.FromMilliseconds(10) },
        });
        var reconnected = new TaskCompletionSource();
        using var subscription = stt.On<Reconnected>(_ => { reconnected.TrySetResult(); });
        await stt.ConnectAsync(Token);
        await stt.SendAudioAsync(speech.AsMemory(0, speech.Length / 2), Token);
        connector.Break();
        await reconnected.Task.WaitAsync(Deadline, Token);
        var transcripts = await TranscribeAsync(stt, new MemorySource(speech[(speech.Length / 2)..]));
        Text(transcripts.OfType<FinalTranscript>()).ShouldContain("weather");
        connector.Opened.ShouldBe(2);
    }

    [Fact]
    public async Task A_wrong_key_and_a_wrong_voice_are_told_apart()
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["require-keys"] = "true" });
        await using var tts = new TextToSpeechClient(new TextToSpeechOptions { ServerUrl = server.Address, VoiceId = "flite-slt", ApiKey = "wrong" });
        var refused = await Should.ThrowAsync<ConnectionException>(tts.ConnectAsync(Token));
        refused.Code.ShouldBe(RealtimeErrorCodes.Unauthorized);
        refused.HttpStatus.ShouldBe(401);

        await using var open = await ServerFixture.StartAsync();
        await using var unknown = new TextToSpeechClient(new TextToSpeechOptions { ServerUrl = open.Address, VoiceId = "nobody" });
        (await Should.ThrowAsync<VoxNexusException>(unknown.ConnectAsync(Token))).ErrorCode.ShouldBe(VoxNexusErrorCode.VoiceNotFound);
    }

    [Fact]
    public async Task The_rest_client_speaks_hears_and_lists()
    {
        await using var server = await ServerFixture.StartAsync();
        using var rest = new VoxNexusRestClient(new VoxNexusRestOptions { ServerUrl = server.Address });
        await using var speech = await rest.SynthesizeAsync("The weather is good today.", new SynthesisSettings { VoiceId = "flite-slt", Format = "wav" }, Token);
        speech.VoiceId.ShouldBe("flite-slt");
        using var wav = new MemoryStream();
        await speech.Audio.CopyToAsync(wav, Token);
        wav.Position = 0;
        var heard = await rest.TranscribeAsync(wav, new TranscriptionRequest { EnableTimestamps = true }, Token);
        heard.Text.ToLowerInvariant().ShouldContain("weather");
        heard.Words.ShouldNotBeNull().ShouldNotBeEmpty();
        heard.DurationMs.ShouldBeGreaterThan(1_000);

        var voices = new List<Voice>();
        await foreach (var voice in rest.ReadVoicesAsync(cancellationToken: Token))
        {
            voices.Add(voice);
        }

        voices.Select(v => v.VoiceId).ShouldContain("vl-xiaoxiao");
        (await rest.GetVoiceAsync("flite-slt", Token)).PrimaryLocale.ShouldBe("en-US");
        (await Should.ThrowAsync<VoxNexusException>(rest.GetVoiceAsync("nobody", Token))).HttpStatus.ShouldBe(404);
    }

    [Fact]
    public async Task Captions_are_saved_while_they_come()
    {
        await using var server = await ServerFixture.StartAsync();
        var speech = MemoryMarshal.Cast<byte, short>(await Recordings.SpeakAsync(server, "The weather is good today.", silenceSeconds: 1)).ToArray();
        using var file = new StringWriter();
        await using var captions = new LiveCaptions(new SpeechToTextOptions { ServerUrl = server.Address }, new CaptionWriter(file, CaptionFormat.Vtt, leaveOpen: true));
        var committed = new TaskCompletionSource<Caption>();
        captions.Committed += caption => committed.TrySetResult(caption);
        await captions.StartAsync(new MemorySource([.. speech, .. speech]), Token);
        await committed.Task.WaitAsync(Deadline, Token);
        await captions.StopAsync(Token).WaitAsync(Deadline, Token);
        captions.Text.ToLowerInvariant().ShouldContain("weather");
        captions.Captions.Zip(captions.Captions.Skip(1)).ShouldAllBe(pair => pair.First.End <= pair.Second.Start);
        file.ToString().ShouldStartWith("WEBVTT\n\n00:00:0");
    }

    [Fact]
    public async Task A_conversation_hears_and_answers_aloud()
    {
        await using var server = await ServerFixture.StartAsync();
        var speech = MemoryMarshal.Cast<byte, short>(await Recordings.SpeakAsync(server, "The weather is good today.", silenceSeconds: 2)).ToArray();
        var speaker = new MemorySpeaker();
        await using var conversation = new VoiceConversation(
            new VoiceConversationOptions
            {
                TextToSpeech = new TextToSpeechOptions { ServerUrl = server.Address, VoiceId = "flite-slt" },
                SpeechToText = new SpeechToTextOptions { ServerUrl = server.Address },
            },
            (said, _) => Task.FromResult<string?>($"You said: {said.Text}"));
        var ended = new TaskCompletionSource<TurnEnded>();
        using var subscription = conversation.On<TurnEnded>(e => { ended.TrySetResult(e); });
        await conversation.StartAsync(new MemorySource(speech), speaker, Token);

        (await ended.Task.WaitAsync(Deadline, Token)).Outcome.ShouldBe(TurnOutcome.Completed);
        (await Recordings.HearAsync(server, MemoryMarshal.AsBytes<short>(speaker.Samples.ToArray()).ToArray())).ShouldContain("weather");
    }

    private static async Task<List<Transcript>> TranscribeAsync(SpeechToTextClient client, IAudioSource source)
    {
        var transcripts = new List<Transcript>();
        await foreach (var transcript in client.TranscribeAsync(source, Token))
        {
            transcripts.Add(transcript);
        }

        return transcripts;
    }

    private static string Text(IEnumerable<FinalTranscript> finals) => string.Join(' ', finals.Select(f => f.Text)).ToLowerInvariant();

    private static async IAsyncEnumerable<string> Pieces(params string[] pieces)
    {
        foreach (var piece in pieces)
        {
            await Task.Yield();
            yield return piece;
        }
    }

    private sealed class MemorySource(short[] samples) : IAudioSource
    {
        private int _at;

        public PcmFormat Format => PcmFormat.Speech16K;

        public ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(destination.Length, samples.Length - _at);
            samples.AsMemory(_at, count).CopyTo(destination);
            _at += count;
            return new ValueTask<int>(count);
        }

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>A speaker that plays at once.</summary>
    private sealed class MemorySpeaker : IAudioSink
    {
        public List<short> Samples { get; } = [];

        public PcmFormat Format => PcmFormat.Speech16K;

        public long PlayedSamples => Samples.Count;

        public ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
        {
            Samples.AddRange(samples.Span);
            return default;
        }

        public ValueTask DrainAsync(CancellationToken cancellationToken = default) => default;

        public void Clear()
        {
        }

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>The network, with a pair of scissors.</summary>
    private sealed class BreakableConnector : IWebSocketConnector
    {
        private readonly ClientWebSocketConnector _inner = new();
        private WebSocket? _latest;

        public int Opened { get; private set; }

        public async Task<WebSocket> ConnectAsync(WebSocketRequest request, CancellationToken cancellationToken)
        {
            Opened++;
            return _latest = await _inner.ConnectAsync(request, cancellationToken);
        }

        public void Break() => _latest!.Abort();
    }
}
