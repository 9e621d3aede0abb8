using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>Whose move it is. A server may know more of them.</summary>
[JsonConverter(typeof(WireNameConverter<ChatFlowState>))]
public readonly record struct ChatFlowState : IWireName
{
    private readonly string? _name;

    /// <summary>Wraps a name.</summary>
    /// <param name="name">As on the wire; compared without regard to case.</param>
    public ChatFlowState(string name) => _name = name;

    /// <summary>The name as on the wire.</summary>
    public string Name => _name ?? "Undefined";

    IReadOnlyList<string> IWireName.KnownNames => Known;

    object IWireName.With(string name) => new ChatFlowState(name);

    /// <summary><c>Undefined</c>.</summary>
    public static ChatFlowState Undefined { get; } = new("Undefined");

    /// <summary><c>WaitingForUserInput</c>.</summary>
    public static ChatFlowState WaitingForUserInput { get; } = new("WaitingForUserInput");

    /// <summary><c>ProcessingUserMessage</c>.</summary>
    public static ChatFlowState ProcessingUserMessage { get; } = new("ProcessingUserMessage");

    /// <summary><c>ProcessingAssistantReply</c>.</summary>
    public static ChatFlowState ProcessingAssistantReply { get; } = new("ProcessingAssistantReply");

    /// <summary><c>SelectingSpeaker</c>.</summary>
    public static ChatFlowState SelectingSpeaker { get; } = new("SelectingSpeaker");

    // In the order of their numbers, which clients may send instead.
    private static string[] Known { get; } =
    [
        "Undefined",
        "WaitingForUserInput",
        "ProcessingUserMessage",
        "ProcessingAssistantReply",
        "SelectingSpeaker",
    ];

    /// <summary>Compares names without regard to case.</summary>
    public bool Equals(ChatFlowState other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <inheritdoc />
    public override string ToString() => Name;
}
