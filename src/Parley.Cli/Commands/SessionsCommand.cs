using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Cli.Output;
using Parley.Voxta;
using Parley.Voxta.Wire;

namespace Parley.Cli.Commands;

/// <summary><c>parley sessions</c>: the conversations that are running on a server.</summary>
internal sealed class SessionsCommand : Command
{
    private static readonly Argument<Guid> Id = new("id") { Description = "Id of the session, from 'sessions list'" };

    public SessionsCommand()
        : base("sessions", "Look at and stop running conversations")
    {
        var list = new Command("list", "List the running conversations");
        list.SetAction(ListAsync);
        Add(list);
        var stop = new Command("stop", "End a running conversation") { Id };
        stop.SetAction(StopAsync);
        Add(stop);
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var server = await FindAsync(parsed, cancellationToken).ConfigureAwait(false);
        await using var client = Client(server);
        var sessions = await ReadAsync(client, cancellationToken).ConfigureAwait(false);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            var facts = sessions.Select(s => new SessionFacts(s.SessionId, s.ChatId, [.. s.Characters.Select(c => c.Name)])).ToArray();
            parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(facts, SessionFactsJson.Default.SessionFactsArray));
            return ExitCodes.Done;
        }

        if (sessions.Count == 0)
        {
            parsed.InvocationConfiguration.Error.WriteLine("parley: no conversation is running.");
            return ExitCodes.Done;
        }

        Columns.Write(parsed, ["Session", "Characters"], sessions.Select(s => (string[])[s.SessionId.ToString(), string.Join(", ", s.Characters.Select(c => c.Name))]));
        return ExitCodes.Done;
    }

    private static async Task<int> StopAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = parsed.GetRequiredValue(Id);
        await using var server = await FindAsync(parsed, cancellationToken).ConfigureAwait(false);
        await using var client = Client(server);
        var session = (await ReadAsync(client, cancellationToken).ConfigureAwait(false)).FirstOrDefault(s => s.SessionId == id)
            ?? throw new ArgumentException($"No session {id} is running; 'parley sessions list' shows those that are.");
        await client.RequestAsync<ChatsSessionsUpdated>(new StopChatMessage { SessionId = session.SessionId }, u => u.Sessions.All(s => s.SessionId != id), cancellationToken).ConfigureAwait(false);
        parsed.InvocationConfiguration.Error.WriteLine($"parley: session {id} has ended.");
        return ExitCodes.Done;
    }

    private static async Task<ServerConnection> FindAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Conversation, cancellationToken).ConfigureAwait(false);
        if (!server.IsOwn)
        {
            return server;
        }

        await server.DisposeAsync().ConfigureAwait(false);
        throw new ServerNotFoundException("No server is running on this data directory, so no conversation is either. 'parley up' starts one; --server URL names another.");
    }

    private static VoxtaClient Client(ServerConnection server) => new(new VoxtaClientOptions
    {
        ServerUrl = server.Address,
        ApiKey = server.Key,
        ClientName = "parley sessions",
        AutoSubscribe = false,
        Scopes = ["role:app", "role:inspector"],
        Capabilities = new ClientCapabilities(),
    });

    // The server tells a connection of the live sessions as soon as it is welcome.
    private static async Task<IReadOnlyList<ChatSessionInfo>> ReadAsync(VoxtaClient client, CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource<IReadOnlyList<ChatSessionInfo>>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = client.On<ChatsSessionsUpdated>(e => { told.TrySetResult(e.Sessions); });
        await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await told.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A running conversation, for machines.</summary>
internal sealed record SessionFacts(Guid SessionId, Guid ChatId, string[] Characters);

/// <summary>Its form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionFacts[]))]
internal sealed partial class SessionFactsJson : JsonSerializerContext;
