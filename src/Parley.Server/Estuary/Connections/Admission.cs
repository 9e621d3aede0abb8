using System.Net;
using Parley.Conversation;
using Parley.Conversation.Characters;
using Parley.Estuary.Wire;
using Parley.Server.Security;

namespace Parley.Server.Estuary.Connections;

/// <summary>A client let in: who it is and whom it talks to.</summary>
/// <param name="Caller">The owner of the key.</param>
/// <param name="Player">The player.</param>
/// <param name="Character">The character.</param>
internal sealed record Admission(CallerIdentity Caller, Player Player, Character Character)
{
    private const int MaxPlayerLength = 200;

    /// <summary>Judges credentials. The error is a plain sentence without quotes (§1.7).</summary>
    public static async ValueTask<(Admission? Admission, string Error)> JudgeAsync(EstuaryServices services, AuthenticateMessage message, IPAddress? remote, CancellationToken cancellationToken)
    {
        var key = string.IsNullOrEmpty(message.ApiKey) ? message.Token : message.ApiKey;
        var outcome = services.Authenticator.Authenticate(key, remote, KeyScopes.Conversation);
        if (!outcome.Succeeded)
        {
            return (null, outcome.Failure switch
            {
                AuthenticationFailure.KeyMissing => "An API key is required",
                AuthenticationFailure.ScopeMissing => "The API key does not allow conversations",
                AuthenticationFailure.TooManyFailures => "Too many failed attempts, please wait",
                _ => "Invalid API key",
            });
        }

        if (string.IsNullOrWhiteSpace(message.PlayerId) || message.PlayerId.Length > MaxPlayerLength || message.PlayerId.Any(char.IsControl))
        {
            return (null, $"player_id is required, at most {MaxPlayerLength} characters");
        }

        if (string.IsNullOrWhiteSpace(message.CharacterId))
        {
            return (null, "character_id is required");
        }

        if (!Guid.TryParse(message.CharacterId, out var id) || await services.Characters.FindAsync(outcome.Identity.Tenant, id, cancellationToken) is not { } character)
        {
            return (null, "There is no character with this character_id");
        }

        return (new Admission(outcome.Identity, new Player(outcome.Identity.Tenant, new PlayerId(message.PlayerId)), character), "");
    }
}
