namespace Parley.Estuary;

public sealed partial class EstuaryClient
{
    private const int RememberedMessages = 64;

    private readonly object _repliesGate = new();
    private readonly List<AwaitedReply> _awaited = [];

    // Messages of which something has come, and those that are final, the oldest first. On the next connection of a conversation
    // they may end once more.
    private readonly List<string> _begun = [];
    private readonly List<string> _ended = [];

    /// <summary>Sends a message of the player and waits for the whole answer: the first final text after it that somebody asked for.</summary>
    /// <param name="text">Not blank.</param>
    /// <param name="textOnly">Whether the answer comes without speech.</param>
    /// <param name="timeout">How long to wait; null for <see cref="EstuaryClientOptions.ReplyTimeout"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the message may have been sent all the same.</param>
    /// <returns>The final event; answers that had begun before are passed over. Of several calls, the one that waits longest gets the first answer.</returns>
    /// <exception cref="ArgumentException"><paramref name="text"/> is blank.</exception>
    /// <exception cref="EstuaryException"><c>NOT_CONNECTED</c>; the connection was lost meanwhile (<c>CONNECTION_FAILED</c>); <c>QUOTA_EXCEEDED</c>; or <c>UNKNOWN</c>, when the server reported an error before the answer began.</exception>
    /// <exception cref="TimeoutException">The answer did not come in time.</exception>
    public async Task<BotResponse> SendTextAndWaitAsync(string text, bool textOnly = false, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        AwaitedReply awaited;
        lock (_repliesGate)
        {
            awaited = new AwaitedReply([.. _begun]);
            _awaited.Add(awaited);
        }

        try
        {
            await SendTextAsync(text, textOnly, cancellationToken).ConfigureAwait(false);
            return await awaited.Answer.WaitAsync(timeout ?? _options.ReplyTimeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_repliesGate)
            {
                _awaited.Remove(awaited);
            }
        }
    }

    // Runs on the connection's loop, so that state has moved before anybody hears of the event.
    private void Dispatch(EstuaryEvent e)
    {
        switch (e)
        {
            case BotResponse response:
                Follow(response);
                break;
            case QuotaExceeded quota:
                FailReplies(new EstuaryException(EstuaryErrorCodes.QuotaExceeded, quota.Message), even: true);
                break;
            case ErrorReceived error:
                FailReplies(error.Error, even: false);
                break;
        }

        if (_voice.OnEvent(e))
        {
            _events.Publish(e);
        }
    }

    private void Follow(BotResponse response)
    {
        lock (_repliesGate)
        {
            Remember(_begun, response.MessageId);
            var isOver = response.IsInterjection || _ended.Contains(response.MessageId);
            var awaited = isOver ? null : _awaited.Find(a => a.Expects(response.MessageId));
            if (!response.IsFinal)
            {
                awaited?.Begin();
                return;
            }

            Remember(_ended, response.MessageId);
            if (awaited is not null)
            {
                awaited.Succeed(response);
                _awaited.Remove(awaited);
            }
        }
    }

    private static void Remember(List<string> messages, string id)
    {
        if (!messages.Contains(id))
        {
            messages.Add(id);
            messages.RemoveRange(0, Math.Max(0, messages.Count - RememberedMessages));
        }
    }

    /// <param name="error">Why no answer comes.</param>
    /// <param name="even">Also where the answer has begun.</param>
    private void FailReplies(Exception error, bool even)
    {
        lock (_repliesGate)
        {
            foreach (var awaited in _awaited)
            {
                if (even || !awaited.HasBegun)
                {
                    awaited.Fail(error);
                }
            }
        }
    }

    /// <summary>A call that waits for an answer. Guarded by the lock of the replies.</summary>
    private sealed class AwaitedReply(string[] earlier)
    {
        private readonly TaskCompletionSource<BotResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<BotResponse> Answer => _answer.Task;

        public bool HasBegun { get; private set; }

        public bool Expects(string messageId) => Array.IndexOf(earlier, messageId) < 0;

        public void Begin() => HasBegun = true;

        public void Succeed(BotResponse response) => _answer.TrySetResult(response);

        public void Fail(Exception error)
        {
            _answer.TrySetException(error);
            _ = _answer.Task.Exception;
        }
    }
}
