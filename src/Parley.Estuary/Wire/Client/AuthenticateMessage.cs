using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary>Credentials and wishes of a client: the CONNECT packet's <c>auth</c>, or the event <c>authenticate</c>.</summary>
public sealed record AuthenticateMessage
{
    /// <summary><c>est_…</c>, or the <c>sst_…</c> of a share link; null or empty with <see cref="Token"/>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Id of the character.</summary>
    public string? CharacterId { get; set; }

    /// <summary>The player: any non-empty text.</summary>
    public string? PlayerId { get; set; }

    /// <summary>Rate of <c>bot_voice</c> in hertz; null means 16,000.</summary>
    public int? AudioSampleRate { get; set; }

    /// <summary>A Firebase bearer token; null or empty for none.</summary>
    public string? Token { get; set; }

    /// <summary>What the client can do; null means every device and no <c>client_action</c>.</summary>
    public DeviceCapabilities? Capabilities { get; set; }

    /// <summary>Whether <c>bot_animation</c> is wanted; null means no.</summary>
    public bool? EnableAnimation { get; set; }

    /// <summary>Whether <c>bot_pose</c> is wanted; null means no.</summary>
    public bool? EnableBodyAnimation { get; set; }

    /// <summary>Whether <c>memory_updated</c> comes after each answer instead of at the conversation's end; null means no.</summary>
    public bool? RealtimeMemory { get; set; }

    /// <summary>Whether it names a credential.</summary>
    [JsonIgnore]
    public bool HasCredential => !string.IsNullOrEmpty(ApiKey) || !string.IsNullOrEmpty(Token);

    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("CharacterId = ").Append(CharacterId).Append(", AudioSampleRate = ").Append(AudioSampleRate);
        return true;
    }
}
