using System.Net.WebSockets;
using System.Text;
using Parley.Testing;

namespace Parley.Realtime.Tests;

public class WebSocketMessageReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fragments_are_joined_and_types_kept(bool waitWithoutBuffer)
    {
        var (client, server) = InMemoryWebSockets.CreatePair();
        using var reader = new WebSocketMessageReader(server, waitWithoutBuffer: waitWithoutBuffer);
        await client.SendAsync("hel"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, Token);
        await client.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, endOfMessage: false, Token);
        await client.SendAsync("lo"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
        await client.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, endOfMessage: true, Token);

        var text = await reader.ReadAsync(Token);
        text.Type.ShouldBe(WebSocketMessageType.Text);
        Encoding.UTF8.GetString(text.Payload.Span).ShouldBe("hello");
        var binary = await reader.ReadAsync(Token);
        binary.Type.ShouldBe(WebSocketMessageType.Binary);
        binary.Payload.ToArray().ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_empty_message_is_a_message(bool waitWithoutBuffer)
    {
        var (client, server) = InMemoryWebSockets.CreatePair();
        using var reader = new WebSocketMessageReader(server, waitWithoutBuffer: waitWithoutBuffer);
        await client.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, endOfMessage: true, Token);
        await client.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);

        (await reader.ReadAsync(Token)).Payload.Length.ShouldBe(0);
        (await reader.ReadAsync(Token)).Payload.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(5, false)]
    [InlineData(70_000, true)]
    public async Task The_cap_lets_its_own_length_pass_and_nothing_longer(int cap, bool waitWithoutBuffer)
    {
        var (client, server) = InMemoryWebSockets.CreatePair(bufferBytes: 1 << 20);
        using var reader = new WebSocketMessageReader(server, cap, waitWithoutBuffer);
        await client.SendAsync(new byte[cap], WebSocketMessageType.Binary, endOfMessage: true, Token);
        await client.SendAsync(new byte[cap - 1], WebSocketMessageType.Binary, endOfMessage: false, Token);
        await client.SendAsync(new byte[2], WebSocketMessageType.Binary, endOfMessage: true, Token);

        (await reader.ReadAsync(Token)).Payload.Length.ShouldBe(cap);
        var error = await Should.ThrowAsync<MessageTooLargeException>(async () => await reader.ReadAsync(Token));
        error.Limit.ShouldBe(cap);
        error.Code.ShouldBe(RealtimeErrorCodes.MessageTooLarge);
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_close_is_the_last_message()
    {
        var (client, server) = InMemoryWebSockets.CreatePair();
        using var reader = new WebSocketMessageReader(server);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", Token);

        (await reader.ReadAsync(Token)).IsClose.ShouldBeTrue();
        server.CloseStatusDescription.ShouldBe("bye");
    }

    [Fact]
    public async Task A_read_completes_at_once_when_more_is_already_here()
    {
        var (client, server) = InMemoryWebSockets.CreatePair();
        using var reader = new WebSocketMessageReader(server);
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
        }

        for (var i = 0; i < 3; i++)
        {
            var read = reader.ReadAsync(Token);
            read.IsCompletedSuccessfully.ShouldBeTrue();
            await read;
        }

        reader.ReadAsync(Token).IsCompleted.ShouldBeFalse();
    }
}
