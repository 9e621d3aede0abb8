using System.Diagnostics.CodeAnalysis;

namespace Parley.Speech.Engines.Flite;

/// <summary>
/// The threads Flite runs on. First audio comes first: a job whose request is still silent overtakes those that follow
/// up on one, and a running job that is well ahead of its listener runs such a job before it goes on. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle to free, and late callers may still release it.")]
internal sealed class FliteWorkers : IDisposable
{
    /// <summary>How deep running jobs may stack on one thread: each keeps its listener waiting for those above it.</summary>
    private const int DeepestPreemption = 3;

    [ThreadStatic]
    private static int _depth;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly Queue<Waiting> _firsts = new();
    private readonly Queue<Waiting> _others = new();
    private readonly List<Thread> _threads = [];
    private readonly FliteOptions _options;
    private readonly TimeProvider _timeProvider;
    private int _firstCount;
    private volatile bool _isClosing;

    public FliteWorkers(FliteOptions options, TimeProvider timeProvider)
    {
        _options = options;
        _timeProvider = timeProvider;
    }

    /// <summary>Whether the engine is being closed: running jobs stop within a chunk.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>Queues a job.</summary>
    /// <returns>Null, or why it was refused.</returns>
    public EngineException? TryQueue(IFliteJob job)
    {
        lock (_gate)
        {
            if (_isClosing)
            {
                return Closed();
            }

            if (_firsts.Count + _others.Count >= _options.MaxWaiting)
            {
                return Busy();
            }

            (job.IsFirst ? _firsts : _others).Enqueue(new Waiting(job, _timeProvider.GetTimestamp()));
            Volatile.Write(ref _firstCount, _firsts.Count);
            if (_threads.Count < _options.EffectiveThreads)
            {
                Start();
            }

            _available.Release();
            return null;
        }
    }

    /// <summary>Called by a running job that is ahead of its listener.</summary>
    public void LetFirstsPass()
    {
        while (_depth < DeepestPreemption && Volatile.Read(ref _firstCount) > 0 && _available.Wait(0))
        {
            if (TryTake(firstsOnly: true) is not { } job)
            {
                _available.Release();
                return;
            }

            RunOne(job);
        }
    }

    /// <summary>Stops what runs, refuses what waits, and waits for the threads to end.</summary>
    public void Dispose()
    {
        List<Waiting> waiting;
        lock (_gate)
        {
            if (_isClosing)
            {
                return;
            }

            _isClosing = true;
            waiting = [.. _firsts, .. _others];
            _firsts.Clear();
            _others.Clear();
            Volatile.Write(ref _firstCount, 0);
        }

        foreach (var (job, _) in waiting)
        {
            job.Abandon(Closed());
        }

        _available.Release(_threads.Count + 1);
        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    /// <summary>What a request in progress fails with when the engine is closed.</summary>
    public static EngineException Closed() =>
        new(FliteLibrary.EngineId, EngineFailure.Failed, "Flite was closed while it was speaking.");

    private static EngineException Busy() =>
        new(FliteLibrary.EngineId, EngineFailure.Busy, "Flite has more to say than its threads can keep up with.");

    private void Start()
    {
        // Eight megabytes of address space, of which Flite touches some ten kilobytes; preempting jobs stack on it.
        var thread = new Thread(Work) { IsBackground = true, Name = $"Flite {_threads.Count + 1}" };
        _threads.Add(thread);
        thread.Start();
    }

    private void Work()
    {
        while (true)
        {
            _available.Wait();
            if (_isClosing)
            {
                return;
            }

            if (TryTake(firstsOnly: false) is { } job)
            {
                RunOne(job);
            }
        }
    }

    private void RunOne(Waiting waiting)
    {
        if (waiting.Job.IsFirst && _timeProvider.GetElapsedTime(waiting.Since) > _options.WaitTimeout)
        {
            waiting.Job.Abandon(Busy());
            return;
        }

        _depth++;
        try
        {
            waiting.Job.Run();
        }
        finally
        {
            _depth--;
        }
    }

    private Waiting? TryTake(bool firstsOnly)
    {
        lock (_gate)
        {
            if (_firsts.TryDequeue(out var job) || (!firstsOnly && _others.TryDequeue(out job)))
            {
                Volatile.Write(ref _firstCount, _firsts.Count);
                return job;
            }

            return null;
        }
    }

    private readonly record struct Waiting(IFliteJob Job, long Since);
}
