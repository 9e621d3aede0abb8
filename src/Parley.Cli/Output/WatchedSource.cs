using Parley.Audio;

namespace Parley.Cli.Output;

/// <summary>A source that tells when it has ended.</summary>
internal sealed class WatchedSource(IAudioSource inner) : IAudioSource
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PcmFormat Format => inner.Format;

    /// <summary>Completes at the end of the audio; faults when it broke off.</summary>
    public Task Ended => _ended.Task;

    public async ValueTask<int> ReadAsync(Memory<short> destination, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await inner.ReadAsync(destination, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                _ended.TrySetResult();
            }

            return count;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _ended.TrySetException(exception);
            throw;
        }
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
