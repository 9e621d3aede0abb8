using System.Text.Json;

namespace Parley.Voxta.Wire;

/// <summary>A script calls into the app.</summary>
public sealed record AppTrigger : ServerSessionMessage
{
    /// <summary>Name of the trigger.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<JsonElement> Arguments { get; set; } = [];

    /// <summary>Who acts.</summary>
    public Guid? SenderId { get; set; }

    /// <summary>The message that led to it.</summary>
    public Guid? MessageId { get; set; }

    /// <summary>When given, the script waits for <see cref="AppTriggerCompleteMessage"/>.</summary>
    public Guid? TriggerId { get; set; }

    /// <summary>Scenario role of who acts.</summary>
    public string? ScenarioRole { get; set; }
}
