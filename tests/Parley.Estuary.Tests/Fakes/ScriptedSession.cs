using System.Text.Json;
using Parley.Testing;

namespace Parley.Estuary.Tests.Fakes;

/// <summary>One connection of a <see cref="ScriptedServer"/>.</summary>
internal sealed class ScriptedSession(ScriptedServer server, InMemoryPeer peer)
{
    private const string Prefix = "42/sdk,";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The client's CONNECT.</summary>
    public string ConnectPacket { get; set; } = "";

    public Task SendAsync(string frame) => peer.SendTextAsync(frame, Token);

    public Task EmitAsync(string name, string payload = "{}") => SendAsync($"{Prefix}[\"{name}\",{payload}]");

    public Task OpenAsync(string conversation = "conversation-1") =>
        EmitAsync("session_info", $$"""{"session_id":"{{Guid.NewGuid()}}","conversation_id":"{{conversation}}","character_id":"{{ScriptedServer.Character}}","player_id":"ann"}""");

    /// <summary>The client's next frame.</summary>
    public async Task<string> NextAsync() => await peer.ReceiveTextAsync(Token) ?? throw new InvalidOperationException("The client closed.");

    /// <summary>The payload of the client's next event, which must have this name; undefined without a payload.</summary>
    public async Task<JsonElement> EventAsync(string name)
    {
        var frame = await NextAsync();
        frame.ShouldStartWith(Prefix);
        using var document = JsonDocument.Parse(frame[Prefix.Length..]);
        document.RootElement[0].GetString().ShouldBe(name, frame);
        return document.RootElement.GetArrayLength() > 1 ? document.RootElement[1].Clone() : default;
    }

    /// <summary>The next event, and its answer.</summary>
    public async Task<JsonElement> AnswerAsync(string name, string answer, string payload = "{}")
    {
        var asked = await EventAsync(name);
        await EmitAsync(answer, payload);
        return asked;
    }

    /// <summary>The link is lost.</summary>
    public void Cut() => peer.Cut();

    /// <summary>Takes the client's goodbye.</summary>
    public async Task TakeLeaveAsync()
    {
        (await NextAsync()).ShouldBe("41/sdk,");
        Cut();
    }

    /// <inheritdoc cref="ScriptedServer.Leaving" />
    public IAsyncDisposable Leaving(EstuaryClient client) => server.Leaving(client);
}
