using Parley.Estuary;

namespace Parley.EndToEnd.Estuary;

/// <summary>A client's events, waited for in order.</summary>
internal sealed class EstuaryEvents(EstuaryClient client)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly IAsyncEnumerator<EstuaryEvent> _events = client.ReadEventsAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    private readonly List<EstuaryEvent> _passed = [];

    /// <summary>Everything that was passed over or taken so far.</summary>
    public IReadOnlyList<EstuaryEvent> Passed => _passed;

    /// <summary>The next event of this type that fits; others are passed over.</summary>
    public async Task<T> NextAsync<T>(Func<T, bool>? fits = null)
        where T : EstuaryEvent
    {
        while (await _events.MoveNextAsync().AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken))
        {
            _passed.Add(_events.Current);
            if (_events.Current is T match && fits?.Invoke(match) != false)
            {
                return match;
            }
        }

        throw new InvalidOperationException($"The events ended without {typeof(T).Name}.");
    }
}
