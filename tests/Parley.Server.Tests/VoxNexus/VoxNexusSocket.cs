using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Testing.Server;

namespace Parley.Server.Tests.VoxNexus;

/// <summary>A client of the realtime endpoints that knows nothing but WebSockets and JSON.</summary>
internal sealed class VoxNexusSocket(ClientWebSocket socket) : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public const string Tts = "v1/tts/realtime";
    public const string Stt = "v1/stt/realtime";

    private readonly byte[] _buffer = new byte[1 << 20];

    public ClientWebSocket Socket => socket;

    public static async Task<VoxNexusSocket> OpenAsync(ServerFixture server, string path, Action<ClientWebSocketOptions>? configure = null) =>
        new(await server.OpenWebSocketAsync(path, configure));

    /// <summary>Opens and initialises.</summary>
    public static async Task<VoxNexusSocket> ReadyAsync(ServerFixture server, string path, string init)
    {
        var client = await OpenAsync(server, path);
        await client.SendAsync(init);
        (await client.ReceiveAsync()).Type().ShouldBe("ready");
        return client;
    }

    public Task SendAsync(string json) => SendBytesAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text);

    public Task SendBytesAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, bool end = true) =>
        socket.SendAsync(bytes, type, end, TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);

    public Task SendAudioAsync(ReadOnlySpan<byte> pcm) => SendAsync($$"""{"type":"audio","data":"{{Convert.ToBase64String(pcm)}}"}""");

    /// <summary>The next text message.</summary>
    public async Task<JsonObject> ReceiveAsync()
    {
        var (type, bytes) = await ReceiveRawAsync();
        type.ShouldBe(WebSocketMessageType.Text, Encoding.UTF8.GetString(bytes));
        return JsonNode.Parse(bytes)!.AsObject();
    }

    /// <summary>Messages up to and including the first of a type.</summary>
    public async Task<List<JsonObject>> ReceiveUntilAsync(Predicate<JsonObject> last)
    {
        List<JsonObject> messages = [];
        do
        {
            messages.Add(await ReceiveAsync());
        }
        while (!last(messages[^1]));
        return messages;
    }

    /// <summary>One utterance: its audio messages up to the final one, as bytes.</summary>
    public async Task<(byte[] Bytes, int Frames)> ReceiveUtteranceAsync()
    {
        var messages = await ReceiveUntilAsync(m => m.Type() != "audio" || m.IsFinal());
        messages.ShouldAllBe(m => m.Type() == "audio");
        return ([.. messages.SelectMany(m => Convert.FromBase64String((string)m["data"]!))], messages.Count);
    }

    /// <summary>The error that comes next.</summary>
    public async Task<string> ReceiveErrorAsync()
    {
        var message = await ReceiveAsync();
        message.Type().ShouldBe("error", message.ToJsonString());
        ((string?)message["error"]).ShouldNotBeNullOrWhiteSpace();
        ((string?)message["request_id"]).ShouldStartWith("req_");
        return (string)message["code"]!;
    }

    /// <summary>Waits for the server's close.</summary>
    public async Task<(int Code, string? Reason)> ReceiveCloseAsync()
    {
        var (type, bytes) = await ReceiveRawAsync();
        type.ShouldBe(WebSocketMessageType.Close, Encoding.UTF8.GetString(bytes));
        return ((int)socket.CloseStatus!, socket.CloseStatusDescription);
    }

    /// <summary>Shows that the connection lives and that nothing else was sent: the next message is the pong.</summary>
    public async Task PingAsync()
    {
        await SendAsync("""{"type":"ping","id":"check"}""");
        var message = await ReceiveAsync();
        message.Type().ShouldBe("pong", message.ToJsonString());
    }

    public async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveRawAsync()
    {
        var count = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(count), TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);
            count += part.Count;
            if (part.EndOfMessage)
            {
                return (part.MessageType, _buffer[..count]);
            }
        }
    }

    public Task CloseAsync() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken).WaitAsync(Deadline);

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return default;
    }
}

/// <summary>What tests ask of a message.</summary>
internal static class MessageExtensions
{
    public static string Type(this JsonObject message) => (string)message["type"]!;

    public static bool IsFinal(this JsonObject message) => message["is_final"]?.GetValueKind() == JsonValueKind.True;

    public static string Text(this JsonObject message) => (string)message["text"]!;
}
