using System.Text.Json;
using Parley.Estuary.Wire;
using Parley.SocketIo.AspNetCore;

namespace Parley.Server.Estuary.Connections;

/// <summary>What differs by client family (specification §1.6).</summary>
/// <param name="Name">Its name.</param>
/// <param name="PartialIsFlag">Whether <c>bot_response.partial</c> is a truth value.</param>
/// <param name="TellsInterruptTime">Whether <c>interrupt.interrupted_at</c> is sent.</param>
/// <param name="MicrophoneRate">Rate of its microphone in hertz; null means the declared <c>audio_sample_rate</c>.</param>
internal sealed record ClientProfile(string Name, bool PartialIsFlag = false, bool TellsInterruptTime = true, int? MicrophoneRate = null)
{
    private static readonly ClientProfile Ts = new("ts");
    private static readonly ClientProfile Unity = new("unity", PartialIsFlag: true, TellsInterruptTime: false, MicrophoneRate: 16_000);
    private static readonly ClientProfile Lens = new("lens", MicrophoneRate: 16_000);
    private static readonly ClientProfile Python = new("python");

    /// <summary>The profile of that name; null for an unknown name.</summary>
    public static ClientProfile? Find(string? name) => name switch
    {
        "ts" => Ts,
        "unity" => Unity,
        "lens" => Lens,
        "python" => Python,
        _ => null,
    };

    /// <summary>Recognises a client by its handshake and the <c>auth</c> of its CONNECT.</summary>
    public static ClientProfile Recognise(SocketIoHandshake handshake, JsonElement auth)
    {
        if (auth.ValueKind != JsonValueKind.Object || !auth.EnumerateObject().Any())
        {
            return Ts;
        }

        if (HasAuthKey(handshake.QueryString.Value) && auth.TryGetProperty("token", out _) && auth.TryGetProperty("enable_animation", out _))
        {
            return Unity;
        }

        return auth.EnumerateObject().All(p => p.Name is "api_key" or "character_id" or "player_id" or "audio_sample_rate" or "capabilities") && !IsPython(handshake)
            ? Lens
            : Python;
    }

    /// <summary>The value of <c>partial</c>.</summary>
    public PartialText Partial(string delta, bool isFinal) => PartialIsFlag ? new PartialText(null, !isFinal) : new PartialText(isFinal ? "" : delta);

    private static bool HasAuthKey(string? query) => query is not null && (query.Contains("?auth=", StringComparison.Ordinal) || query.Contains("&auth=", StringComparison.Ordinal));

    private static bool IsPython(SocketIoHandshake handshake)
    {
        var agent = handshake.Headers.UserAgent.ToString();
        return agent.Contains("aiohttp", StringComparison.OrdinalIgnoreCase) || agent.Contains("python", StringComparison.OrdinalIgnoreCase);
    }
}
