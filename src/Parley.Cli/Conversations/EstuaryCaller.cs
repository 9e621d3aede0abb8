using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Estuary;
using Parley.Estuary.Wire;
using Parley.Realtime;

namespace Parley.Cli.Conversations;

/// <summary>Makes the Estuary client of a command.</summary>
internal static class EstuaryCaller
{
    /// <summary>A client for the character that the words mean, not connected yet, and the character's name.</summary>
    /// <param name="server">Where.</param>
    /// <param name="words">Id or name; null for the same that the other faces begin with, else the first.</param>
    /// <param name="hears">Whether the answers are to be spoken.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static async Task<(EstuaryClient Client, string Name)> CreateAsync(ServerConnection server, string? words, bool hears, CancellationToken cancellationToken)
    {
        using var characters = new CharacterClient(server.Address, server.Key);
        var all = (await characters.ListAsync(limit: 200, cancellationToken: cancellationToken).ConfigureAwait(false)).Characters;
        if (all.Count == 0)
        {
            throw new ArgumentException("The server has no character.");
        }

        var character = words is null
            ? all.FirstOrDefault(c => Id(c) == BuiltInCharacters.DefaultId) ?? all[0]
            : CharacterChoice.Match(all, words, Id, c => c.Name);
        var client = new EstuaryClient(new EstuaryClientOptions
        {
            ServerUrl = server.Address,
            ApiKey = server.Key,
            CharacterId = character.Id,
            PlayerId = PlayerId.Default.Value,
            Capabilities = new DeviceCapabilities { Camera = false, Microphone = hears, Speaker = hears },

            // Somebody sits in front of it: a server that is restarted is waited for some two minutes, Ctrl+C ends the wait.
            Reconnect = new ReconnectPolicy { Shape = BackoffShape.Linear, MaxDelay = TimeSpan.FromSeconds(5), MaxAttempts = 30 },
        });
        return (client, character.Name);
    }

    private static Guid Id(CharacterData character) => Guid.TryParse(character.Id, out var id) ? id : Guid.Empty;
}
