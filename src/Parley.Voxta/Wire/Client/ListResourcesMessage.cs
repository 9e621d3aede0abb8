namespace Parley.Voxta.Wire;

/// <summary>Asks which resources are installed; answered by <see cref="ListResourcesResult"/>.</summary>
public sealed record ListResourcesMessage : ClientMessage
{
    /// <summary>The ones asked for; null for all.</summary>
    public IReadOnlyList<ResourceReference>? Resources { get; set; }

    /// <summary>All of this kind.</summary>
    public string? Kind { get; set; }

    /// <summary>Another spelling of <see cref="Kind"/> that is accepted.</summary>
    public string? Type { get; set; }
}
