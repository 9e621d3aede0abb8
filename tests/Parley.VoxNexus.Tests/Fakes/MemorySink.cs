using Parley.Audio;

namespace Parley.VoxNexus.Tests.Fakes;

/// <summary>A speaker that plays when the test says so.</summary>
internal sealed class MemorySink : IAudioSink
{
    private readonly object _gate = new();
    private readonly List<short> _queued = [];
    private TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PcmFormat Format => PcmFormat.Speech16K;

    public long PlayedSamples { get; private set; }

    public int Cleared { get; private set; }

    public List<short> Played { get; } = [];

    public ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _queued.AddRange(samples.ToArray());
        }

        _written.TrySetResult();
        return default;
    }

    public async ValueTask DrainAsync(CancellationToken cancellationToken = default)
    {
        Task drained;
        lock (_gate)
        {
            if (_queued.Count == 0)
            {
                return;
            }

            drained = _drained.Task;
        }

        await drained.WaitAsync(cancellationToken);
    }

    public void Clear()
    {
        lock (_gate)
        {
            Cleared++;
            _queued.Clear();
            _drained.TrySetResult();
            _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until something is queued.</summary>
    public Task WhenWrittenAsync(CancellationToken cancellationToken) => _written.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    /// <summary>Plays what is queued.</summary>
    public void Play()
    {
        lock (_gate)
        {
            Played.AddRange(_queued);
            PlayedSamples += _queued.Count;
            _queued.Clear();
            _drained.TrySetResult();
            _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public ValueTask DisposeAsync() => default;
}
