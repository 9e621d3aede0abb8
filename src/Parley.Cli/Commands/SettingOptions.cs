using System.CommandLine;

namespace Parley.Cli.Commands;

/// <summary>The server's settings as flags. They are handed on as text: the server's own binding checks them, wherever they come from.</summary>
internal sealed class SettingOptions
{
    private readonly Option<string>[] _values =
    [
        Value("host", "ADDRESS", "Address to listen on: localhost, an IP address, or * for all"),
        Value("port", "PORT", "TCP port (default 5384); 0 picks a free one"),
        Value("path-base", "PATH", "Path under which a reverse proxy publishes the server"),
        Value("tls-cert", "FILE", "Certificate, PEM or PFX: serve HTTPS"),
        Value("tls-key", "FILE", "Private key of the certificate, PEM"),
        Value("llm", "URL", "OpenAI-compatible chat endpoint that writes the replies"),
        Value("llm-model", "NAME", "Model to ask of it"),
        Value("llm-key-file", "FILE", "File that holds its key (or set PARLEY_LLM_KEY)"),
    ];

    private readonly Option<string[]>[] _lists =
    [
        List("stt", "ID", "Recognition engine; again for a stand-in"),
        List("tts", "ID", "Synthesis engine; again for a stand-in"),
        List("allowed-hosts", "NAME", "Name that callers may use for this server"),
        List("allowed-origins", "ORIGIN", "Origin of web pages that may use the server"),
        List("trusted-proxies", "ADDRESS", "Reverse proxy whose X-Forwarded headers count"),
    ];

    private readonly Option<bool?>[] _switches =
    [
        new("--require-keys") { Description = "Ask every caller for an API key" },
        new("--auto-session") { Description = "Start a chat for Voxta apps that start none (default true)" },
        new("--log-content") { Description = "Let logs hold what is said" },
    ];

    public void AddTo(Command command)
    {
        foreach (var option in _values.Concat<Option>(_lists).Concat(_switches))
        {
            command.Add(option);
        }
    }

    /// <summary>What was given, by setting name.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Read(ParseResult parsed)
    {
        foreach (var option in _values)
        {
            yield return new(Name(option), parsed.GetValue(option));
        }

        foreach (var option in _lists)
        {
            var items = parsed.GetValue(option);
            yield return new(Name(option), items is { Length: > 0 } ? string.Join(',', items) : null);
        }

        foreach (var option in _switches)
        {
            yield return new(Name(option), parsed.GetValue(option) is { } on ? (on ? "true" : "false") : null);
        }
    }

    private static string Name(Option option) => option.Name.TrimStart('-');

    private static Option<string> Value(string name, string helpName, string description) => new("--" + name) { Description = description, HelpName = helpName };

    private static Option<string[]> List(string name, string helpName, string description) => new("--" + name) { Description = description, HelpName = helpName };
}
