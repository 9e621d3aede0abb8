using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary><c>camera_image</c>: a picture, answered by the character.</summary>
public sealed record CameraImageMessage
{
    /// <summary>The picture's bytes; base64 on the wire.</summary>
    [JsonConverter(typeof(LenientBase64Converter))]
    public byte[]? Image { get; set; }

    /// <summary><c>image/jpeg</c> or <c>image/png</c>.</summary>
    public string? MimeType { get; set; }

    /// <summary>Older spelling of the type: <c>jpeg</c> or <c>png</c>; null when <see cref="MimeType"/> is set.</summary>
    public string? Format { get; set; }

    /// <summary>The <c>camera_capture</c> it answers; null when nobody asked.</summary>
    public string? RequestId { get; set; }

    /// <summary>What the player says to it; null for nothing.</summary>
    public string? Text { get; set; }

    /// <summary>Rate of the spoken answer in hertz; null means the session's.</summary>
    public int? SampleRate { get; set; }
}
