namespace Parley.Voxta.Wire;

/// <summary>An argument's value.</summary>
public sealed record ActionArgument
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its value as text.</summary>
    public string Value { get; init; } = "";
}
