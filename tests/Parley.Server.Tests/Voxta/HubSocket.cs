using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Parley.Server.Tests.Voxta;

/// <summary>
/// A hub connection at the level of frames. Everything the server sends passes a strict check: whole records, <c>$type</c> first, no null
/// but in completions, events without invocation id, ids in lower case, messages below 1 MiB.
/// </summary>
internal sealed class HubSocket : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket;
    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly Channel<JsonElement> _completions = Channel.CreateUnbounded<JsonElement>();
    private readonly Channel<byte[]> _audio = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<bool> _pings = Channel.CreateUnbounded<bool>();
    private readonly TaskCompletionSource<WebSocketCloseStatus?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _invocations;
    private Task _reading = Task.CompletedTask;

    private HubSocket(ClientWebSocket socket) => _socket = socket;

    /// <summary>Completes with the close status; null for a connection that broke.</summary>
    public Task<WebSocketCloseStatus?> Closed => _closed.Task.WaitAsync(Deadline);

    public static async Task<HubSocket> OpenAsync(Uri server, string query = "", Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(new Uri(new UriBuilder(server) { Scheme = "ws" }.Uri, "hub" + query), TestContext.Current.CancellationToken);
        return new HubSocket(socket);
    }

    public async Task ShakeHandsAsync()
    {
        await SendTextAsync("{\"protocol\":\"json\",\"version\":1}\u001e");
        (await ReceiveRawAsync()).ShouldBe("{}\u001e");
        StartReading();
    }

    /// <summary>Reads one WebSocket text message as it is; before <see cref="StartReading"/>.</summary>
    public async Task<string> ReceiveRawAsync()
    {
        var (type, bytes) = await ReceiveAsync();
        return type == WebSocketMessageType.Close ? "<close>" : Encoding.UTF8.GetString(bytes);
    }

    public void StartReading() => _reading = Task.Run(ReadAsync);

    public Task SendTextAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    public Task SendBinaryAsync(byte[] bytes) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);

    /// <summary>Invokes SendMessage and waits for the completion, which must carry no error.</summary>
    public async Task InvokeAsync(string message) => (await TryInvokeAsync(message)).ShouldBeNull(message);

    /// <summary>Invokes SendMessage and waits for the completion.</summary>
    /// <returns>Its error; null when there is none.</returns>
    public async Task<string?> TryInvokeAsync(string message)
    {
        var id = Interlocked.Increment(ref _invocations).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await SendTextAsync($"{{\"type\":1,\"invocationId\":\"{id}\",\"target\":\"SendMessage\",\"arguments\":[{message}]}}\u001e");
        while (true)
        {
            var completion = await _completions.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);
            if (completion.GetProperty("invocationId").GetString() == id)
            {
                return completion.TryGetProperty("error", out var error) ? error.GetString() : null;
            }
        }
    }

    /// <summary>The next completion record, whole.</summary>
    public async Task<JsonElement> NextCompletionAsync() => await _completions.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);

    /// <summary>The next event of a type; others before it are passed over.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var next = await NextAsync();
            if (Type(next) == type)
            {
                return next;
            }
        }
    }

    public async Task<JsonElement> NextAsync()
    {
        try
        {
            return await _events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);
        }
        catch (ChannelClosedException error)
        {
            throw new InvalidOperationException("The server closed the connection, or sent what it may not.", error.InnerException);
        }
    }

    /// <summary>The types of all events up to and including the first that satisfies a condition.</summary>
    public async Task<List<string>> TypesUntilAsync(Func<JsonElement, bool> last)
    {
        var types = new List<string>();
        while (true)
        {
            var next = await NextAsync();
            types.Add(Type(next));
            if (last(next))
            {
                return types;
            }
        }
    }

    public Task WaitForInputAsync() => TypesUntilAsync(IsWaiting);

    public static bool IsWaiting(JsonElement e) => Type(e) == "chatFlow" && e.GetProperty("state").GetString() == "WaitingForUserInput";

    public bool HasAudio => _audio.Reader.Count > 0;

    public async Task<byte[]> NextAudioAsync() => await _audio.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);

    public Task CloseAsync() => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

    /// <summary>Waits for one more of the server's pings.</summary>
    public async Task NextPingAsync() => await _pings.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);

    public static string Type(JsonElement e) => e.GetProperty("$type").GetString()!;

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var (type, bytes) = await ReceiveAsync();
                if (type == WebSocketMessageType.Close)
                {
                    _closed.TrySetResult(_socket.CloseStatus);
                    _events.Writer.TryComplete();
                    return;
                }

                if (type == WebSocketMessageType.Binary)
                {
                    _audio.Writer.TryWrite(bytes);
                    continue;
                }

                Take(Encoding.UTF8.GetString(bytes));
            }
        }
        catch (WebSocketException)
        {
            _closed.TrySetResult(null);
            _events.Writer.TryComplete();
        }
        catch (Exception error)
        {
            _events.Writer.TryComplete(error);
        }
    }

    private void Take(string text)
    {
        Encoding.UTF8.GetByteCount(text).ShouldBeLessThan(1 << 20);
        text.ShouldEndWith("\u001e");
        foreach (var record in text[..^1].Split('\u001e'))
        {
            var json = JsonDocument.Parse(record).RootElement;
            switch (json.GetProperty("type").GetInt32())
            {
                case 1:
                    json.GetProperty("target").GetString().ShouldBe("ReceiveMessage");
                    json.TryGetProperty("invocationId", out _).ShouldBeFalse();
                    var message = json.GetProperty("arguments")[0];
                    message.EnumerateObject().First().Name.ShouldBe("$type");
                    Check(message);
                    _events.Writer.TryWrite(message);
                    break;
                case 3:
                    _completions.Writer.TryWrite(json);
                    break;
                case 6:
                    _pings.Writer.TryWrite(true);
                    break;
                default:
                    break;
            }
        }
    }

    private static void Check(JsonElement value)
    {
        value.ValueKind.ShouldNotBe(JsonValueKind.Null);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    Check(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Check(item);
                }

                break;
            case JsonValueKind.String when Guid.TryParseExact(value.GetString(), "D", out _):
                value.GetString().ShouldBe(value.GetString()!.ToLowerInvariant());
                break;
            default:
                break;
        }
    }

    private async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(5));
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return (received.MessageType, message.ToArray());
            }
        }
    }
}
