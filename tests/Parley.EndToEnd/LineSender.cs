using Parley.Audio;
using Parley.Audio.Playout;

namespace Parley.EndToEnd;

/// <summary>Sends a source in real time until it is disposed.</summary>
internal sealed class LineSender : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task _sending;

    public LineSender(IAudioSource source, Func<IAudioSource, CancellationToken, Task> send) => _sending = send(new RealTimeSource(source), _stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(_sending);
        _stop.Dispose();
    }
}
