namespace Parley.Conversation.Scenarios;

/// <summary>Where scenarios live, per tenant. Thread-safe; completed writes are durable.</summary>
public interface IScenarioStore
{
    /// <summary>The scenario, or null.</summary>
    ValueTask<Scenario?> FindAsync(TenantId tenant, Guid scenarioId, CancellationToken cancellationToken = default);

    /// <summary>All scenarios of the tenant by name.</summary>
    ValueTask<IReadOnlyList<Scenario>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default);

    /// <summary>Adds or replaces a scenario.</summary>
    /// <exception cref="ConversationException">There is no room for it (<see cref="LibraryLimits"/>).</exception>
    ValueTask SaveAsync(TenantId tenant, Scenario scenario, CancellationToken cancellationToken = default);

    /// <summary>Deletes a scenario. False when it does not exist.</summary>
    ValueTask<bool> DeleteAsync(TenantId tenant, Guid scenarioId, CancellationToken cancellationToken = default);
}
