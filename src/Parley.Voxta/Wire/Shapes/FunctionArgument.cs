namespace Parley.Voxta.Wire;

/// <summary>An argument of an action.</summary>
public sealed record FunctionArgument
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>String, Integer, Double, Boolean or Array.</summary>
    public string? Type { get; init; }

    /// <summary>What it means.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool? Required { get; init; }

    /// <summary>Type of an array's items.</summary>
    public string? ItemsType { get; init; }

    /// <summary>Values allowed.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}
