using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Parley.EndToEnd.Voxta;

/// <summary>A stock ASP.NET SignalR hub that plays the original server's part: what our client meets where the server is not ours.</summary>
internal sealed class StockServer : IAsyncDisposable
{
    public const string Key = "stock-key";

    private readonly WebApplication _app;

    private StockServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What all connections share: chats outlive the server, as they do in a database.</summary>
    public sealed class Chats
    {
        public Guid ChatId { get; } = Guid.NewGuid();

        public List<string> Said { get; } = [];
    }

    public static async Task<StockServer> StartAsync(Chats chats, int port = 0, Action<HubOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddSingleton(chats);
        builder.Services.AddSignalR(options => configure?.Invoke(options));
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers.Authorization == "Bearer " + Key)
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        app.MapHub<VoxtaHub>("/hub");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new StockServer(app);
    }

    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed class VoxtaHub(Chats chats) : Hub
    {
        private static readonly Guid Assistant = new("7d0f1c52-0000-4000-8000-000000000001");

        public async Task SendMessage(JsonElement message)
        {
            switch (message.GetProperty("$type").GetString())
            {
                case "authenticate":
                    await TellAsync(Fields("welcome", ("user", Named(Guid.NewGuid(), "Ann")), ("assistant", Named(Assistant, "Rex")), ("apiVersion", "2025-11"), ("voxtaServerVersion", "1.2.1"), ("favorite", null)));
                    break;
                case "startChat":
                case "resumeChat":
                    Context.Items["session"] = Guid.NewGuid();
                    await TellAsync(OfSession("chatStarting", ("chatId", chats.ChatId)));
                    await TellAsync(OfSession(
                        "chatStarted",
                        ("chatId", chats.ChatId),
                        ("user", Named(Guid.NewGuid(), "Ann")),
                        ("characters", new[] { Named(Assistant, "Rex") }),
                        ("services", new Dictionary<string, object?> { ["textGen"] = new Dictionary<string, object?> { ["serviceName"] = "Default", ["serviceId"] = Guid.NewGuid() } }),
                        ("context", OfSession("contextUpdated", ("flags", Array.Empty<object>()), ("characters", new[] { Named(Assistant, "Rex") }), ("roles", new Dictionary<string, object?>()))),
                        ("messages", chats.Said.Select((text, index) => Fields("", ("messageId", Guid.NewGuid()), ("role", "User"), ("senderId", Guid.NewGuid()), ("text", text), ("timestamp", DateTimeOffset.UnixEpoch), ("index", index))).ToArray())));
                    break;
                case "send":
                    var text = message.GetProperty("text").GetString()!;
                    chats.Said.Add(text);
                    var reply = Guid.NewGuid();
                    await TellAsync(OfSession("update", ("messageId", Guid.NewGuid()), ("senderId", Guid.NewGuid()), ("role", 3), ("text", text), ("timestamp", DateTimeOffset.UnixEpoch), ("tokens", null)));
                    await TellAsync(OfSession("replyGenerating", ("messageId", reply), ("senderId", Assistant), ("role", "Assistant"), ("isNarration", false)));
                    await TellAsync(OfSession("replyStart", ("messageId", reply), ("senderId", Assistant)));
                    var half = text.Length / 2;
                    await TellAsync(OfSession("replyChunk", ("messageId", reply), ("senderId", Assistant), ("startIndex", 0), ("endIndex", half), ("text", text[..half]), ("audioUrl", "")));
                    await TellAsync(OfSession("replyChunk", ("messageId", reply), ("senderId", Assistant), ("startIndex", half), ("endIndex", text.Length), ("text", text[half..]), ("audioUrl", "")));
                    await TellAsync(OfSession("replyEnd", ("messageId", reply), ("senderId", Assistant), ("tokens", 5), ("messageIndex", 1), ("conversationIndex", 1)));
                    break;
                case "interrupt":
                    // The line breaks without a word.
                    Context.GetHttpContext()!.Abort();
                    break;
                case "stopChat":
                    // A close record that asks nobody to come back.
                    Context.Abort();
                    break;
                case var other:
                    throw new HubException($"Unknown message type '{other}'");
            }
        }

        private Task TellAsync(Dictionary<string, object?> message) => Clients.Caller.SendAsync("ReceiveMessage", message);

        private Dictionary<string, object?> OfSession(string type, params (string Name, object? Value)[] fields) =>
            Fields(type, [("sessionId", Context.Items["session"]), .. fields]);

        private static Dictionary<string, object?> Fields(string type, params (string Name, object? Value)[] fields)
        {
            var all = new Dictionary<string, object?> { ["$type"] = type };
            foreach (var (name, value) in fields)
            {
                all[name] = value;
            }

            return all;
        }

        private static Dictionary<string, object?> Named(Guid id, string name) => new() { ["id"] = id, ["name"] = name, ["thumbnailUrl"] = null };
    }
}
