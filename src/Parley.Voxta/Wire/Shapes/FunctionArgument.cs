namespace Parley.Voxta.Wire;

/// <summary>An argument of an action.</summary>
public sealed record FunctionArgument
{
    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>String, Integer, Double, Boolean or Array.</summary>
    public string? Type { get; set; }

    /// <summary>What it means.</summary>
    public string? Description { get; set; }

    /// <summary>Whether it must be given.</summary>
    public bool? Required { get; set; }

    /// <summary>Type of an array's items.</summary>
    public string? ItemsType { get; set; }

    /// <summary>Values allowed.</summary>
    public IReadOnlyList<string>? Choices { get; set; }
}
