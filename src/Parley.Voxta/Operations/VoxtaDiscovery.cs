using Parley.Realtime;
using Parley.Voxta.Wire;

namespace Parley.Voxta;

/// <summary>What the server has: characters, scenarios, chats, resources.</summary>
/// <remarks>All throw <see cref="VoxtaException"/> when the server refuses, <see cref="RealtimeException"/> when the connection ends, <see cref="TimeoutException"/> when no answer comes.</remarks>
public static class VoxtaDiscovery
{
    /// <summary>The characters.</summary>
    public static Task<CharactersListLoaded> LoadCharactersListAsync(this VoxtaClient client, CancellationToken cancellationToken = default) =>
        client.RequestAsync<CharactersListLoaded>(new LoadCharactersListMessage(), null, cancellationToken);

    /// <summary>The scenarios open to this app.</summary>
    public static Task<ScenariosListLoaded> LoadScenariosListAsync(this VoxtaClient client, CancellationToken cancellationToken = default) =>
        client.RequestAsync<ScenariosListLoaded>(new LoadScenariosListMessage(), null, cancellationToken);

    /// <summary>The chats, newest first; null filters nothing.</summary>
    public static Task<ChatsListLoaded> LoadChatsListAsync(this VoxtaClient client, Guid? characterId = null, Guid? scenarioId = null, CancellationToken cancellationToken = default) =>
        client.RequestAsync<ChatsListLoaded>(new LoadChatsListMessage { CharacterId = characterId, ScenarioId = scenarioId }, null, cancellationToken);

    /// <summary>Which resources are installed; null asks for all.</summary>
    public static Task<ListResourcesResult> ListResourcesAsync(this VoxtaClient client, IReadOnlyList<ResourceReference>? resources = null, CancellationToken cancellationToken = default) =>
        client.RequestAsync<ListResourcesResult>(new ListResourcesMessage { Resources = resources }, null, cancellationToken);

    /// <summary>Imports a character, scenario or package file.</summary>
    /// <param name="client">The client.</param>
    /// <param name="fileName">Name of the file; its ending tells the kind.</param>
    /// <param name="content">The file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<DeployResourceResult> DeployResourceAsync(this VoxtaClient client, string fileName, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        client.RequestAsync<DeployResourceResult>(
            new DeployResourceMessage { Data = new ResourceData { Name = fileName, Base64Data = Convert.ToBase64String(content.Span) } },
            null,
            cancellationToken);
}
