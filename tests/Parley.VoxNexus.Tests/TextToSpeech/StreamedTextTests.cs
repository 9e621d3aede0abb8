using System.Threading.Channels;
using Parley.VoxNexus.Tests.Fakes;

namespace Parley.VoxNexus.Tests.TextToSpeech;

public class StreamedTextTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedService _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Small_pieces_wait_a_tenth_of_a_second_and_are_cut_after_a_word()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var writer = await client.BeginUtteranceAsync(Token);
        await writer.AppendTextAsync("Hel", Token);
        await writer.AppendTextAsync("lo wor", Token);
        _service.Clock.Advance(TimeSpan.FromMilliseconds(99));
        _service.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await session.NextTextAsync(Token)).ShouldBe("""{"type":"text","text":"Hello ","is_final":false}""");

        await writer.AppendTextAsync("ld", Token);
        await writer.CompleteAsync(Token);
        (await session.NextTextAsync(Token)).ShouldBe("""{"type":"text","text":"world","is_final":true}""");
    }

    [Fact]
    public async Task A_sentence_goes_out_at_once()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var writer = await client.BeginUtteranceAsync(Token);
        await writer.AppendTextAsync("It costs 3.", Token);
        await writer.AppendTextAsync("50 today. And", Token);
        (await session.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("It costs 3.50 today. ");
        await writer.AppendTextAsync(" more", Token);
        await writer.CompleteAsync(Token);
        (await session.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("And more");
    }

    [Fact]
    public async Task Scripts_without_spaces_are_cut_between_characters()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var writer = await client.BeginUtteranceAsync(Token);
        await writer.AppendTextAsync("你好", Token);
        await writer.AppendTextAsync("世界。", Token);
        (await session.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("你好世界。");
        await writer.CompleteAsync(Token);
        (await session.NextTextAsync(Token)).ShouldBe("""{"type":"text","text":"","is_final":true}""");
    }

    [Fact]
    public async Task Whatever_the_pieces_the_text_arrives_whole_and_no_word_is_split()
    {
        const string text = "Real-time voices — with élan, naïveté and 123.45 units! Don't split words; 再见。 Done? Yes… really.";
        for (var size = 1; size < 20; size++)
        {
            var service = new ScriptedService();
            await using var client = new TextToSpeechClient(service.Tts);
            var session = await service.ConnectAsync(client, Token);
            var writer = await client.BeginUtteranceAsync(Token);
            for (var at = 0; at < text.Length; at += size)
            {
                await writer.AppendTextAsync(text.Substring(at, Math.Min(size, text.Length - at)), Token);
            }

            await writer.CompleteAsync(Token);
            var joined = string.Empty;
            for (var final = false; !final;)
            {
                var message = await session.NextAsync(Token);
                var piece = message.GetProperty("text").GetString()!;
                final = message.GetProperty("is_final").GetBoolean();
                joined += piece;
                if (!final)
                {
                    (char.IsWhiteSpace(piece[^1]) || piece[^1] > '\u3000').ShouldBeTrue($"cut after '{piece}'");
                }
            }

            joined.ShouldBe(text);
            session.Peer.Cut();
        }
    }

    [Fact]
    public async Task One_utterance_is_open_at_a_time()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var writer = await client.BeginUtteranceAsync(Token);
        var second = client.SynthesizeAsync("Second.", Token);
        await writer.AppendTextAsync("First. ", Token);
        second.IsCompleted.ShouldBeFalse();
        await writer.DisposeAsync();
        await second.WaitAsync(Deadline, Token);

        (await session.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("First. ");
        (await session.NextAsync(Token)).GetProperty("is_final").GetBoolean().ShouldBeTrue();
        (await session.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("Second.");
    }

    [Fact]
    public async Task A_stream_of_tokens_is_followed_to_its_end()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var tokens = Channel.CreateUnbounded<string>();
        var utterance = await client.SynthesizeAsync(tokens.Reader.ReadAllAsync(Token), Token);
        tokens.Writer.TryWrite("Yes, ");
        tokens.Writer.TryWrite("of course. ");
        (await session.NextAsync(Token)).GetProperty("text").GetString().ShouldBe("Yes, of course. ");
        tokens.Writer.Complete();
        (await session.NextAsync(Token)).GetProperty("is_final").GetBoolean().ShouldBeTrue();
        await session.SendAudioAsync([1], isFinal: true, Token);
        (await utterance.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([1]);
    }

    [Fact]
    public async Task A_stream_that_fails_ends_its_utterance_with_the_reason_and_frees_the_turn()
    {
        await using var client = new TextToSpeechClient(_service.Tts);
        var session = await _service.ConnectAsync(client, Token);
        var tokens = Channel.CreateUnbounded<string>();
        var utterance = await client.SynthesizeAsync(tokens.Reader.ReadAllAsync(Token), Token);
        tokens.Writer.TryWrite("Half a sentence. ");
        await session.NextAsync(Token);
        tokens.Writer.Complete(new InvalidOperationException("the model died"));

        await Should.ThrowAsync<InvalidOperationException>(utterance.Completion.WaitAsync(Deadline, Token));
        (await session.NextTextAsync(Token)).ShouldBe("""{"type":"text","text":"","is_final":true}""");
        await session.SendAudioAsync([9], isFinal: true, Token);
        var next = await client.SynthesizeAsync("Next.", Token).WaitAsync(Deadline, Token);
        await session.NextAsync(Token);
        await session.SendAudioAsync([1], isFinal: true, Token);
        (await next.ReadToEndAsync(Token).WaitAsync(Deadline, Token)).ShouldBe([1]);
    }
}
