namespace Parley.Estuary.Tests.Fakes;

/// <summary>A client's events, waited for in order; those of other types are passed over.</summary>
internal sealed class EventLog(EstuaryClient client, CancellationToken cancellationToken)
{
    private readonly IAsyncEnumerator<EstuaryEvent> _events = client.ReadEventsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    public async Task<T> NextAsync<T>()
        where T : EstuaryEvent
    {
        while (await NextAsync() is { } e)
        {
            if (e is T match)
            {
                return match;
            }
        }

        throw new InvalidOperationException($"The events ended without {typeof(T).Name}.");
    }

    /// <summary>The next event of any type; null when the client is closed.</summary>
    public async Task<EstuaryEvent?> NextAsync() =>
        await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken) ? _events.Current : null;
}
