namespace Parley.Voxta;

/// <summary>Addresses below a server's base URL.</summary>
internal static class VoxtaAddress
{
    public static void Check(Uri serverUrl)
    {
        if (serverUrl is not { IsAbsoluteUri: true } || (serverUrl.Scheme != "http" && serverUrl.Scheme != "https"))
        {
            throw new ArgumentException("The server's address must be an absolute http or https URL.", nameof(serverUrl));
        }
    }

    public static Uri Http(Uri serverUrl, string path) => new(Base(serverUrl) + path);

    public static Uri WebSocket(Uri serverUrl, string path)
    {
        var url = Base(serverUrl) + path;
        return new Uri("ws" + url["http".Length..]);
    }

    private static string Base(Uri serverUrl) => serverUrl.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/";
}
