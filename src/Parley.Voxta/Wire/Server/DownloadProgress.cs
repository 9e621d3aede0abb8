namespace Parley.Voxta.Wire;

/// <summary>The server downloads something.</summary>
public sealed record DownloadProgress : ServerMessage
{
    /// <summary>The download.</summary>
    public string? Id { get; set; }

    /// <summary>What is downloaded.</summary>
    public string? Target { get; set; }

    /// <summary>How it stands.</summary>
    public string? Status { get; set; }

    /// <summary>0 to 100.</summary>
    public double Percent { get; set; }

    /// <summary>The same as <see cref="Percent"/>.</summary>
    public double Progress { get; set; }
}
