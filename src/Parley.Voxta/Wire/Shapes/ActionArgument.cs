namespace Parley.Voxta.Wire;

/// <summary>An argument's value.</summary>
public sealed record ActionArgument
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its value as text.</summary>
    public string Value { get; set; } = "";
}
