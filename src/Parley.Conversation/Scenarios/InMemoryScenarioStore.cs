namespace Parley.Conversation.Scenarios;

/// <summary>Scenarios that live as long as the process.</summary>
public sealed class InMemoryScenarioStore : IScenarioStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(TenantId Tenant, Guid Id), Scenario> _scenarios = [];

    /// <inheritdoc />
    public ValueTask<Scenario?> FindAsync(TenantId tenant, Guid scenarioId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_scenarios.GetValueOrDefault((tenant, scenarioId)));
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Scenario>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<Scenario>>(
                [.. _scenarios.Where(s => s.Key.Tenant == tenant).Select(s => s.Value).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase).ThenBy(s => s.Id)]);
        }
    }

    /// <inheritdoc />
    public ValueTask SaveAsync(TenantId tenant, Scenario scenario, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        lock (_gate)
        {
            _scenarios[(tenant, scenario.Id)] = scenario;
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<bool> DeleteAsync(TenantId tenant, Guid scenarioId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_scenarios.Remove((tenant, scenarioId)));
        }
    }
}
