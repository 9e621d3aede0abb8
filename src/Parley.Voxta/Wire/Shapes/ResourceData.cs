namespace Parley.Voxta.Wire;

/// <summary>A file in a message.</summary>
public sealed record ResourceData
{
    /// <summary>File name.</summary>
    public string? Name { get; set; }

    /// <summary>Content as base64.</summary>
    public string? Base64Data { get; set; }
}
