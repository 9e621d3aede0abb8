namespace Parley.Speech.ExtensionsAi;

/// <summary>
/// Reads a stream that may ignore its token: waiting ends with the token all the same, and a step that was left behind is
/// seen to its end in the background, because an enumerator must not be disposed during a step. One reader.
/// </summary>
internal sealed class PatientEnumerator<T>(Func<IAsyncEnumerable<T>> open, CancellationToken cancellationToken) : IAsyncDisposable
{
    private IAsyncEnumerator<T>? _inner;
    private Task<bool> _step = Task.FromResult(true);

    public T Current => _inner!.Current;

    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    public Task<bool> MoveNextAsync()
    {
        _inner ??= open().GetAsyncEnumerator(cancellationToken);
        _step = _inner.MoveNextAsync().AsTask();
        return _step.WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        if (_inner is null)
        {
            return ValueTask.CompletedTask;
        }

        if (_step.IsCompleted)
        {
            return _inner.DisposeAsync();
        }

        _ = DisposeLaterAsync(_inner);
        return ValueTask.CompletedTask;
    }

    private async Task DisposeLaterAsync(IAsyncEnumerator<T> inner)
    {
        try
        {
            await ((Task)_step).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            await inner.DisposeAsync();
        }
        catch (Exception)
        {
            // Nobody waits for it any more; whoever did has been told why.
        }
    }
}
