using System.Net;

namespace Parley.Server.Settings;

/// <summary>What no single attribute can say: shapes of list members, and settings that depend on each other.</summary>
internal static class SettingsCheck
{
    private static readonly ParleyOptionsValidator Ranges = new();

    /// <exception cref="SettingsException">Names every setting that is wrong.</exception>
    public static void Run(ParleyOptions options)
    {
        List<string> problems = [];
        if (Ranges.Validate(null, options) is { Failed: true } result)
        {
            problems.AddRange(result.Failures);
        }

        Origins(options, problems);
        Proxies(options, problems);
        Files(options, problems);
        if (options.Llm is { } llm && (!llm.IsAbsoluteUri || llm.Scheme is not ("http" or "https")))
        {
            problems.Add($"llm: '{llm}' is not an http or https URL.");
        }

        foreach (var host in options.AllowedHosts.Where(h => Uri.CheckHostName(h.Trim('[', ']')) == UriHostNameType.Unknown))
        {
            problems.Add($"allowedHosts: '{host}' is not a host name; give it without scheme and port.");
        }

        if (problems.Count > 0)
        {
            throw new SettingsException(string.Join(Environment.NewLine, problems));
        }
    }

    private static void Origins(ParleyOptions options, List<string> problems)
    {
        foreach (var origin in options.AllowedOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/" || origin.EndsWith('/'))
            {
                problems.Add($"allowedOrigins: '{origin}' is not an origin; write scheme://host or scheme://host:port.");
            }
        }
    }

    private static void Proxies(ParleyOptions options, List<string> problems)
    {
        foreach (var proxy in options.TrustedProxies)
        {
            if (!IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _))
            {
                problems.Add($"trustedProxies: '{proxy}' is neither an IP address nor a network such as 10.0.0.0/8.");
            }
        }
    }

    private static void Files(ParleyOptions options, List<string> problems)
    {
        if (options.TlsKey is not null && options.TlsCert is null)
        {
            problems.Add("tlsKey is given without tlsCert.");
        }

        foreach (var (name, file) in new[] { ("tlsCert", options.TlsCert), ("tlsKey", options.TlsKey), ("llmKeyFile", options.LlmKeyFile) })
        {
            if (file is not null && !File.Exists(file))
            {
                problems.Add($"{name}: there is no file '{file}'.");
            }
        }
    }
}
