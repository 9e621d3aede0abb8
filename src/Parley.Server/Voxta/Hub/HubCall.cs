namespace Parley.Server.Voxta.Hub;

/// <summary>One invocation: completed once, by the handler as soon as the message is validated and queued, else when the handler returns.</summary>
internal sealed class HubCall(HubConnection connection, byte[] invocationId)
{
    private bool _completed;

    /// <summary>Completes without error.</summary>
    public ValueTask CompleteAsync() => CompleteAsync(null);

    /// <summary>Completes with an error; without an id it becomes an <c>error</c> event.</summary>
    public ValueTask CompleteAsync(string? error)
    {
        if (_completed)
        {
            return error is null ? default : connection.SendErrorAsync(error);
        }

        _completed = true;
        return invocationId.Length > 0 ? connection.SendCompletionAsync(invocationId, error)
            : error is not null ? connection.SendErrorAsync(error)
            : default;
    }
}
