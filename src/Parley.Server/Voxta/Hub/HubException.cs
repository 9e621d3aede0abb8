namespace Parley.Server.Voxta.Hub;

/// <summary>A message is refused: its completion carries the text, or an <c>error</c> event when it asked for none.</summary>
internal sealed class HubException(string message) : Exception(message)
{
    /// <summary>Whether <c>authenticationRequired</c> goes out too.</summary>
    public bool AuthenticationRequired { get; init; }
}
