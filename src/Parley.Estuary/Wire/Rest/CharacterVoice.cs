namespace Parley.Estuary.Wire;

/// <summary>A character's voice.</summary>
public sealed record CharacterVoice
{
    /// <summary>Name of the synthesiser; null lets the server choose.</summary>
    public string? Provider { get; set; }

    /// <summary>Model of the synthesiser; null lets the server choose.</summary>
    public string? Model { get; set; }

    /// <summary>The voice; null lets the server choose.</summary>
    public string? Voice { get; set; }

    /// <summary>A named set of settings; null for none.</summary>
    public string? VoicePreset { get; set; }

    /// <summary>Rate of speech, 0.5 to 2; null keeps the present one.</summary>
    public double? Speed { get; set; }
}
