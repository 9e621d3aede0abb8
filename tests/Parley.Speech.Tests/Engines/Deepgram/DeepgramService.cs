using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Tests.Engines.Deepgram;

/// <summary>A local server with Deepgram's live wire: it hears through another engine, or misbehaves as told.</summary>
internal sealed class DeepgramService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IUtteranceEngine _ears;
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DeepgramService(WebApplication app, IUtteranceEngine ears)
    {
        _app = app;
        _ears = ears;
    }

    /// <summary>Answers the n-th connection (from 0) with this status instead of an upgrade; 0 upgrades.</summary>
    public Func<int, int> Status { get; set; } = _ => 0;

    /// <summary>Looks at each message (connection, its type or "audio") before it is answered; false leaves it unanswered.</summary>
    public Func<int, string, WebSocket, Task<bool>> OnMessage { get; set; } = (_, _, _) => Task.FromResult(true);

    /// <summary>Samples after which the service says by itself that the utterance is over.</summary>
    public int EndsAfter { get; set; } = int.MaxValue;

    public Uri BaseUrl => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1");

    /// <summary>Queries of the connections, in order.</summary>
    public List<IQueryCollection> Queries { get; } = [];

    public List<string> Authorizations { get; } = [];

    /// <summary>Control messages received, in order.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>Completes when the service has ended an utterance by itself.</summary>
    public Task<bool> Ended => _ended.Task;

    /// <summary>Completes when a client has said CloseStream.</summary>
    public Task Closed => _closed.Task;

    public static async Task<DeepgramService> StartAsync(IUtteranceEngine ears)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new DeepgramService(builder.Build(), ears);
        service._app.UseWebSockets();
        service._app.Map("/v1/listen", service.ListenAsync);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public static Task SendAsync(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ListenAsync(HttpContext context)
    {
        int number;
        lock (Queries)
        {
            number = Queries.Count;
            Queries.Add(context.Request.Query);
            Authorizations.Add(context.Request.Headers.Authorization.ToString());
        }

        if (Status(number) is > 0 and var status)
        {
            context.Response.StatusCode = status;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await using var source = _ears.OpenSource(new("en-US", true, [], null, null));
            await using var hearing = new Hearing(source, socket, EndsAfter, _ended);
            await ServeAsync(number, socket, hearing, context.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The connection is gone.
        }
    }

    private async Task ServeAsync(int number, WebSocket socket, Hearing hearing, CancellationToken aborted)
    {
        var buffer = new byte[65_536];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), aborted);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            var type = "audio";
            if (part.MessageType == WebSocketMessageType.Text)
            {
                type = JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.GetProperty("type").GetString()!;
                lock (Commands)
                {
                    Commands.Add(type);
                }
            }

            if (!await OnMessage(number, type, socket))
            {
                continue;
            }

            switch (type)
            {
                case "audio":
                    await hearing.HearAsync(buffer.AsMemory(0, length));
                    break;
                case "Finalize":
                    await hearing.FinishAsync(fromFinalize: true);
                    break;
                case "CloseStream":
                    await SendAsync(socket, """{"type":"Metadata","request_id":"1"}""");
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, aborted);
                    _closed.TrySetResult();
                    return;
            }
        }
    }

    /// <summary>One connection's recognition: results count from its first sample.</summary>
    private sealed class Hearing(IUtteranceDecoderSource source, WebSocket socket, int endsAfter, TaskCompletionSource<bool> ended) : IAsyncDisposable
    {
        private IUtteranceDecoder? _decoder;
        private long _start;
        private long _position;

        public async Task HearAsync(ReadOnlyMemory<byte> audio)
        {
            _decoder ??= await source.LeaseAsync(CancellationToken.None);
            _decoder.Accept(MemoryMarshal.Cast<byte, short>(audio.Span));
            _position += audio.Length / 2;
            if (_decoder.ReadPartial() is { } text)
            {
                await ReportAsync(new(text, 0.5, []), isFinal: false, speechFinal: false, fromFinalize: false);
            }

            if (_position - _start >= endsAfter)
            {
                await FinishAsync(fromFinalize: false);
                ended.TrySetResult(true);
            }
        }

        public async Task FinishAsync(bool fromFinalize)
        {
            var decoded = _decoder is null ? null : await _decoder.FinishAsync(CancellationToken.None);
            await DisposeAsync();
            await ReportAsync(decoded, isFinal: true, speechFinal: true, fromFinalize);
            _start = _position;
        }

        public async ValueTask DisposeAsync()
        {
            if (_decoder is { } decoder)
            {
                _decoder = null;
                await decoder.DisposeAsync();
            }
        }

        private Task ReportAsync(DecodedUtterance? decoded, bool isFinal, bool speechFinal, bool fromFinalize)
        {
            var start = _start / 16_000.0;
            return SendAsync(socket, JsonSerializer.Serialize(new
            {
                type = "Results",
                channel_index = new[] { 0, 1 },
                start,
                duration = (_position - _start) / 16_000.0,
                is_final = isFinal,
                speech_final = speechFinal,
                from_finalize = fromFinalize,
                channel = new
                {
                    alternatives = new[]
                    {
                        new
                        {
                            transcript = decoded?.Text ?? "",
                            confidence = decoded?.Confidence ?? 0,
                            words = (decoded?.Words ?? []).Select(w => new
                            {
                                word = w.Text,
                                start = start + w.Offset.TotalSeconds,
                                end = start + (w.Offset + w.Duration).TotalSeconds,
                                confidence = w.Confidence,
                                punctuated_word = w.Text,
                            }),
                        },
                    },
                },
            }));
        }
    }
}
