using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Parley.Server.Settings;

/// <summary>
/// How the server runs. Every property is also a flag (<c>--require-keys</c>), an environment variable
/// (<c>PARLEY_REQUIRE_KEYS</c>) and a member of <c>parley.json</c> (<c>requireKeys</c>); the first of them that is given wins.
/// </summary>
public sealed record ParleyOptions
{
    /// <summary>Address to listen on: <c>localhost</c> (default), an IP address, <c>*</c> for all, or a name that resolves to this machine.</summary>
    [Required]
    public string Host { get; init; } = "localhost";

    /// <summary>TCP port; default 5384. 0 picks a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 5384;

    /// <summary>Path under which a reverse proxy publishes the server, such as <c>/parley</c>; null means the root.</summary>
    [RegularExpression("/[^?#]*[^?#/]")]
    public string? PathBase { get; init; }

    /// <summary>Whether every request needs an API key. Null (default): only when <see cref="Host"/> is not loopback.</summary>
    public bool? RequireKeys { get; init; }

    /// <summary>Names that the Host header may have besides localhost, loopback literals and the bound address. Default none.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins of web pages that may use the server besides its own and loopback ones, such as <c>https://app.example</c>. Default none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) of reverse proxies whose <c>X-Forwarded-…</c> headers count. Default none.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Certificate file (PEM, or PFX without password); null serves plain HTTP.</summary>
    public string? TlsCert { get; init; }

    /// <summary>Private key file (PEM) of <see cref="TlsCert"/>; null when the certificate file holds it.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Base URL of an OpenAI-compatible chat endpoint that writes the replies; null uses the scripted engine.</summary>
    public Uri? Llm { get; init; }

    /// <summary>Model to ask of <see cref="Llm"/>; null asks the endpoint at start and takes the first it names.</summary>
    public string? LlmModel { get; init; }

    /// <summary>File that holds the key of <see cref="Llm"/>; null means none, or <c>PARLEY_LLM_KEY</c>.</summary>
    public string? LlmKeyFile { get; init; }

    /// <summary>Recognition engines by id, the preferred first; empty (default) takes what this machine has.</summary>
    public IReadOnlyList<string> Stt { get; init; } = [];

    /// <summary>Synthesis engines by id, the preferred first; empty (default) takes what this machine has.</summary>
    public IReadOnlyList<string> Tts { get; init; } = [];

    /// <summary>Whether a default chat starts for a Voxta app that starts none itself. Default true.</summary>
    public bool AutoSession { get; init; } = true;

    /// <summary>Whether logs may hold what was said. Default false.</summary>
    public bool LogContent { get; init; }

    /// <summary>Bounds that keep one caller from disturbing the others.</summary>
    [ValidateObjectMembers]
    public LimitOptions Limits { get; init; } = new();
}
