using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Parley.Bench.Peers;

/// <summary>Stock ASP.NET Core SignalR with JSON doing what the Voxta face does for the same messages.</summary>
internal sealed class StockHub : Hub
{
    private static readonly ConcurrentDictionary<Guid, string> Sessions = new();

    public static Task RunAsync() => KestrelPeer.RunAsync(
        services => services.AddSignalR(options =>
        {
            // The load sends no pings; connections idle between the rounds.
            options.ClientTimeoutInterval = TimeSpan.FromMinutes(10);
            options.KeepAliveInterval = TimeSpan.FromSeconds(10);
        }),
        app => app.MapHub<StockHub>("/hub"));

    public async Task SendMessage(AppMessage message)
    {
        switch (message)
        {
            case Authenticate app:
                Context.Items["client"] = app.Client;
                await Clients.Caller.SendAsync("ReceiveMessage", new Dictionary<string, object> { ["$type"] = "welcome", ["apiVersion"] = "2025-11" });
                await Clients.Caller.SendAsync("ReceiveMessage", new Dictionary<string, object> { ["$type"] = "configuration" });
                break;
            case UnsubscribeFromChat chat when Context.Items["client"] is string:
                if (chat.SessionId is { } id)
                {
                    Sessions.TryRemove(id, out _);
                }

                break;
            default:
                throw new HubException("Authenticate first");
        }
    }

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "$type")]
    [JsonDerivedType(typeof(Authenticate), "authenticate")]
    [JsonDerivedType(typeof(UnsubscribeFromChat), "unsubscribeFromChat")]
    internal abstract record AppMessage;

    internal sealed record Authenticate : AppMessage
    {
        public string? Client { get; set; }

        public string? ClientVersion { get; set; }

        public IReadOnlyList<string> Scope { get; set; } = [];
    }

    internal sealed record UnsubscribeFromChat : AppMessage
    {
        public Guid? SessionId { get; set; }

        public Guid? ChatId { get; set; }
    }
}
