using System.Text.Json.Serialization;

namespace Parley.Estuary.Wire;

/// <summary><c>update_preferences</c>: accepted, without effect.</summary>
public sealed record UpdatePreferencesMessage
{
    /// <summary>Whether the character should say that it looks at a picture; null says nothing.</summary>
    [JsonPropertyName("enableVisionAcknowledgment")]
    public bool? EnableVisionAcknowledgment { get; set; }
}
