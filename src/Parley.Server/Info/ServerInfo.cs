using System.Text.Json.Serialization;

namespace Parley.Server.Info;

/// <summary>Answer of <c>GET /api/server</c>: what runs here, for the console and the command line.</summary>
public sealed record ServerInfo
{
    /// <summary>Version of the server.</summary>
    public required string Version { get; init; }

    /// <summary>The caller's tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>Whether callers need a key.</summary>
    public required bool KeysRequired { get; init; }

    /// <summary>The engines that work here.</summary>
    public required EnginesInUse Engines { get; init; }

    /// <summary>The voice used where none is asked for; null when nothing here can speak.</summary>
    public required string? DefaultVoice { get; init; }

    /// <summary>How many voices there are, aliases included.</summary>
    public required int Voices { get; init; }

    /// <summary>What writes the replies: <c>scripted</c>, or the host of the language model.</summary>
    public required string Replies { get; init; }
}

/// <summary>The form of the answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerInfo))]
internal sealed partial class ServerInfoJson : JsonSerializerContext;
