namespace Parley.VoxNexus.Tests.Fakes;

/// <summary>A client's events, waited for in order; those of other types are passed over.</summary>
internal sealed class EventLog(VoxNexusClient client, CancellationToken cancellationToken)
{
    private readonly IAsyncEnumerator<VoxNexusEvent> _events = client.ReadEventsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    public async Task<T> NextAsync<T>()
        where T : VoxNexusEvent
    {
        while (await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken))
        {
            if (_events.Current is T match)
            {
                return match;
            }
        }

        throw new InvalidOperationException($"The events ended without {typeof(T).Name}.");
    }
}
