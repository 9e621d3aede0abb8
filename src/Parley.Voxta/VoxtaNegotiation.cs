namespace Parley.Voxta;

/// <summary>What negotiation gives: hand it to <see cref="VoxtaClient.ConnectAsync(VoxtaNegotiation, CancellationToken)"/> and to <see cref="VoxtaAudioClient"/>.</summary>
/// <param name="ConnectionToken">Opens connections of this app; a secret.</param>
/// <param name="Cookies">Cookies to send along, by name.</param>
public sealed record VoxtaNegotiation(string ConnectionToken, IReadOnlyDictionary<string, string> Cookies)
{
    /// <summary>Names the type only: the token is a secret.</summary>
    public override string ToString() => nameof(VoxtaNegotiation);
}
