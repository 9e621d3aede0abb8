using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>Role of a chat message. A server may know more of them.</summary>
[JsonConverter(typeof(WireNameConverter<ChatMessageRole>))]
public readonly record struct ChatMessageRole : IWireName
{
    private readonly string? _name;

    /// <summary>Wraps a name.</summary>
    /// <param name="name">As on the wire; compared without regard to case.</param>
    public ChatMessageRole(string name) => _name = name;

    /// <summary>The name as on the wire.</summary>
    public string Name => _name ?? "Undefined";

    IReadOnlyList<string> IWireName.KnownNames => Known;

    object IWireName.With(string name) => new ChatMessageRole(name);

    /// <summary><c>Undefined</c>.</summary>
    public static ChatMessageRole Undefined { get; } = new("Undefined");

    /// <summary><c>System</c>.</summary>
    public static ChatMessageRole System { get; } = new("System");

    /// <summary><c>Assistant</c>.</summary>
    public static ChatMessageRole Assistant { get; } = new("Assistant");

    /// <summary><c>User</c>.</summary>
    public static ChatMessageRole User { get; } = new("User");

    /// <summary><c>Summary</c>.</summary>
    public static ChatMessageRole Summary { get; } = new("Summary");

    /// <summary><c>Event</c>.</summary>
    public static ChatMessageRole Event { get; } = new("Event");

    /// <summary><c>Instructions</c>.</summary>
    public static ChatMessageRole Instructions { get; } = new("Instructions");

    /// <summary><c>Note</c>.</summary>
    public static ChatMessageRole Note { get; } = new("Note");

    /// <summary><c>Secret</c>.</summary>
    public static ChatMessageRole Secret { get; } = new("Secret");

    /// <summary><c>Infer</c>.</summary>
    public static ChatMessageRole Infer { get; } = new("Infer");

    /// <summary><c>Tool</c>.</summary>
    public static ChatMessageRole Tool { get; } = new("Tool");

    // In the order of their numbers, which clients may send instead.
    private static string[] Known { get; } =
    [
        "Undefined",
        "System",
        "Assistant",
        "User",
        "Summary",
        "Event",
        "Instructions",
        "Note",
        "Secret",
        "Infer",
        "Tool",
    ];

    /// <summary>Compares names without regard to case.</summary>
    public bool Equals(ChatMessageRole other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <inheritdoc />
    public override string ToString() => Name;
}
