using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Estuary;

/// <summary>A client that speaks bare frames, as Unity's does: what is compared here is what is on the wire.</summary>
internal sealed class EstuarySocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket;
    private readonly Channel<string> _packets = Channel.CreateUnbounded<string>();
    private readonly Task _reading;
    private int _acks;

    private EstuarySocket(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    public JsonElement Info { get; set; }

    /// <summary>Whether it answers the server's pings.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>Completes when the server has closed the connection.</summary>
    public Task Closed => _reading.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public static async Task<EstuarySocket> OpenAsync(ServerFixture server, string query)
    {
        var socket = new EstuarySocket(await server.OpenWebSocketAsync($"socket.io/?EIO=4&transport=websocket{query}"));
        (await socket.NextPacketAsync()).ShouldStartWith("0{\"sid\":");
        return socket;
    }

    public Task SendAsync(string packet) => _socket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    public Task SendBinaryAsync(byte[] attachment) => _socket.SendAsync(attachment, WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);

    public Task EmitAsync(string name, string? payload = null) => SendAsync($"42/sdk,[\"{name}\"{(payload is null ? "" : "," + payload)}]");

    /// <summary>Emits and waits for the empty acknowledgement; what came before it is returned.</summary>
    public async Task<IReadOnlyList<JsonElement>> AskAsync(string name, string payload = "null")
    {
        var id = ++_acks;
        await SendAsync($"42/sdk,{id}[\"{name}\",{payload}]");
        var before = new List<JsonElement>();
        while (true)
        {
            var packet = await NextPacketAsync();
            if (packet.StartsWith("43", StringComparison.Ordinal))
            {
                packet.ShouldBe($"43/sdk,{id}[]");
                return before;
            }

            before.Add(Event(packet));
        }
    }

    /// <summary>The next packet, pings answered and left out.</summary>
    public async Task<string> NextPacketAsync() =>
        await _packets.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>The next event: an array of name and payload.</summary>
    public async Task<JsonElement> NextAsync() => Event(await NextPacketAsync());

    /// <summary>The payload of the next event, which must have this name.</summary>
    public async Task<JsonElement> EventAsync(string name)
    {
        var next = await NextAsync();
        next[0].GetString().ShouldBe(name, next.ToString());
        return next[1];
    }

    /// <summary>The payload of the next event of this name; others are passed over.</summary>
    public async Task<JsonElement> FindAsync(string name, Func<JsonElement, bool>? fits = null)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next[0].GetString() == name && fits?.Invoke(next[1]) != false)
            {
                return next[1];
            }
        }
    }

    /// <summary>All events of one answer, up to its final text and, if it is spoken, its last audio.</summary>
    public async Task<List<JsonElement>> AnswerAsync(bool spoken)
    {
        var events = new List<JsonElement>();
        var (text, voice) = (false, !spoken);
        while (!text || !voice)
        {
            var next = await NextAsync();
            events.Add(next);
            var isFinal = next[1].TryGetProperty("is_final", out var final) && final.GetBoolean();
            text |= isFinal && next[0].GetString() == "bot_response";
            voice |= isFinal && next[0].GetString() == "bot_voice";
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private static JsonElement Event(string packet)
    {
        packet.ShouldStartWith("42/sdk,[");
        packet.ShouldAllBe(c => c < 128);
        return JsonDocument.Parse(packet["42/sdk,".Length..]).RootElement;
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += result.Count;
                }
                while (!result.EndOfMessage);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                // Unity and Lens understand text only.
                result.MessageType.ShouldBe(WebSocketMessageType.Text);
                var packet = Encoding.UTF8.GetString(buffer, 0, length);
                if (packet == "2")
                {
                    if (AnswersPings)
                    {
                        await SendAsync("3");
                    }
                }
                else
                {
                    _packets.Writer.TryWrite(packet);
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Closed.
        }
        finally
        {
            _packets.Writer.TryComplete();
        }
    }
}
