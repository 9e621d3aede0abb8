using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>A script calls into the app.</summary>
public sealed record AppTrigger : ServerSessionMessage
{
    /// <summary>Name of the trigger.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<JsonElement> Arguments { get; init; } = [];

    /// <summary>Who acts.</summary>
    public Guid? SenderId { get; init; }

    /// <summary>The message that led to it.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>When given, the script waits for <see cref="AppTriggerCompleteMessage"/>.</summary>
    public Guid? TriggerId { get; init; }

    /// <summary>Scenario role of who acts.</summary>
    public string? ScenarioRole { get; init; }
}
