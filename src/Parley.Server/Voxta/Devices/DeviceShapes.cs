using System.Text.Json.Serialization;

namespace Parley.Server.Voxta.Devices;

/// <summary>Body of <c>POST /api/device/code</c>.</summary>
internal sealed record DeviceCodeBody
{
    [JsonPropertyName("client_id")]
    public string? ClientId { get; set; }

    [JsonPropertyName("scope")]
    public string? Scope { get; set; }

    [JsonPropertyName("label")]
    public string? Label { get; set; }
}

/// <summary>Its answer.</summary>
internal sealed record DeviceCodeAnswer(
    [property: JsonPropertyName("user_code")] string UserCode,
    [property: JsonPropertyName("verification_url")] string VerificationUrl,
    [property: JsonPropertyName("verification_url_complete")] string VerificationUrlComplete,
    [property: JsonPropertyName("device_code")] string DeviceCode,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("interval")] int Interval);

/// <summary>Body of <c>POST /api/device/verify</c>.</summary>
internal sealed record DeviceVerifyBody
{
    [JsonPropertyName("user_code")]
    public string? UserCode { get; set; }
}

/// <summary>Its answer.</summary>
internal sealed record DeviceVerifyAnswer([property: JsonPropertyName("label")] string Label);

/// <summary>Body of <c>POST /api/device/poll</c>.</summary>
internal sealed record DevicePollBody
{
    [JsonPropertyName("device_code")]
    public string? DeviceCode { get; set; }
}

/// <summary>Its answer once the user has consented.</summary>
internal sealed record DevicePollAnswer([property: JsonPropertyName("token")] string Token);

/// <summary>The device flow's bodies, in snake_case.</summary>
[JsonSerializable(typeof(DeviceCodeBody))]
[JsonSerializable(typeof(DeviceCodeAnswer))]
[JsonSerializable(typeof(DeviceVerifyBody))]
[JsonSerializable(typeof(DeviceVerifyAnswer))]
[JsonSerializable(typeof(DevicePollBody))]
[JsonSerializable(typeof(DevicePollAnswer))]
internal sealed partial class DeviceJson : JsonSerializerContext;
