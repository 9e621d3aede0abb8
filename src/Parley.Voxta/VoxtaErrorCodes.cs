namespace Parley.Voxta;

/// <summary>Codes of <see cref="VoxtaException"/> that do not come from the server.</summary>
public static class VoxtaErrorCodes
{
    /// <summary>The message's completion carried an error.</summary>
    public const string Refused = "refused";

    /// <summary>The server wants credentials that it did not get.</summary>
    public const string AuthenticationRequired = "authentication_required";

    /// <summary>The server sent <c>error</c> where an answer was awaited.</summary>
    public const string ServerError = "server_error";

    /// <summary>The chat needs resources that are not installed.</summary>
    public const string MissingResources = "missing_resources";

    /// <summary>No session is active and none was named.</summary>
    public const string NoSession = "no_session";
}
