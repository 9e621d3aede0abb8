using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>When in a turn an action or event is considered. A server may know more of them.</summary>
[JsonConverter(typeof(WireNameConverter<FunctionTiming>))]
public readonly record struct FunctionTiming : IWireName
{
    private readonly string? _name;

    /// <summary>Wraps a name.</summary>
    /// <param name="name">As on the wire; compared without regard to case.</param>
    public FunctionTiming(string name) => _name = name;

    /// <summary>The name as on the wire.</summary>
    public string Name => _name ?? "AfterAssistantMessage";

    IReadOnlyList<string> IWireName.KnownNames => Known;

    object IWireName.With(string name) => new FunctionTiming(name);

    /// <summary><c>AfterUserMessage</c>.</summary>
    public static FunctionTiming AfterUserMessage { get; } = new("AfterUserMessage");

    /// <summary><c>BeforeAssistantMessage</c>.</summary>
    public static FunctionTiming BeforeAssistantMessage { get; } = new("BeforeAssistantMessage");

    /// <summary><c>AfterAssistantMessage</c>.</summary>
    public static FunctionTiming AfterAssistantMessage { get; } = new("AfterAssistantMessage");

    /// <summary><c>Manual</c>.</summary>
    public static FunctionTiming Manual { get; } = new("Manual");

    /// <summary><c>Button</c>.</summary>
    public static FunctionTiming Button { get; } = new("Button");

    /// <summary><c>AfterAnyMessage</c>.</summary>
    public static FunctionTiming AfterAnyMessage { get; } = new("AfterAnyMessage");

    // In the order of their numbers, which clients may send instead.
    private static string[] Known { get; } =
    [
        "AfterUserMessage",
        "BeforeAssistantMessage",
        "AfterAssistantMessage",
        "Manual",
        "Button",
        "AfterAnyMessage",
    ];

    /// <summary>Compares names without regard to case.</summary>
    public bool Equals(FunctionTiming other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <inheritdoc />
    public override string ToString() => Name;
}
