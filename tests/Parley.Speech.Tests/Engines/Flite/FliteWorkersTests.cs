using Parley.Speech.Engines.Flite;
using Parley.Testing;

namespace Parley.Speech.Tests.Engines.Flite;

public sealed class FliteWorkersTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly FliteWorkers _workers;
    private readonly List<string> _order = [];

    public FliteWorkersTests() => _workers = new FliteWorkers(new FliteOptions { Threads = 1, MaxWaiting = 3 }, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _workers.Dispose();

    [Fact]
    public void First_audio_goes_before_what_follows_up()
    {
        var running = Occupy();
        _workers.TryQueue(new Job("later", isFirst: false, _order)).ShouldBeNull();
        var later = new Job("later 2", isFirst: false, _order);
        _workers.TryQueue(later).ShouldBeNull();
        _workers.TryQueue(new Job("first", isFirst: true, _order)).ShouldBeNull();
        running.Finish();
        later.Done.Wait(Deadline, Token).ShouldBeTrue();
        _order.ShouldBe(["running", "first", "later", "later 2"]);
    }

    [Fact]
    public void A_job_that_is_ahead_runs_a_first_one_before_it_goes_on()
    {
        var first = new Job("first", isFirst: true, _order);
        var other = new Job("other", isFirst: false, _order);
        var running = new Job("running", isFirst: false, _order);
        running.Work = () =>
        {
            _workers.TryQueue(other);
            _workers.TryQueue(first);
            _workers.LetFirstsPass();
            first.Done.IsSet.ShouldBeTrue();
            other.Done.IsSet.ShouldBeFalse("only first audio may interrupt");
        };
        _workers.TryQueue(running).ShouldBeNull();
        other.Done.Wait(Deadline, Token).ShouldBeTrue();
        running.Failure.ShouldBeNull();
        _order.ShouldBe(["running", "first", "other"]);
    }

    [Fact]
    public void More_than_may_wait_are_refused_as_busy()
    {
        var running = Occupy();
        for (var i = 0; i < 3; i++)
        {
            _workers.TryQueue(new Job("waiting", isFirst: true, _order)).ShouldBeNull();
        }

        _workers.TryQueue(new Job("too many", isFirst: true, _order)).ShouldNotBeNull().Failure.ShouldBe(EngineFailure.Busy);
        running.Finish();
    }

    [Fact]
    public void Who_has_waited_too_long_is_told_so_instead_of_being_spoken()
    {
        var running = Occupy();
        var late = new Job("late", isFirst: true, _order);
        _workers.TryQueue(late).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(11));
        running.Finish();
        late.Done.Wait(Deadline, Token).ShouldBeTrue();
        late.Reason.ShouldNotBeNull().Failure.ShouldBe(EngineFailure.Busy);
        _order.ShouldBe(["running"]);
    }

    [Fact]
    public async Task Closing_abandons_what_waits_and_refuses_what_comes()
    {
        var running = Occupy();
        var waiting = new Job("waiting", isFirst: true, _order);
        _workers.TryQueue(waiting).ShouldBeNull();
        var closing = Task.Run(_workers.Dispose, Token);
        waiting.Done.Wait(Deadline, Token).ShouldBeTrue();
        waiting.Reason.ShouldNotBeNull().Failure.ShouldBe(EngineFailure.Failed);
        _workers.TryQueue(new Job("late", isFirst: true, _order)).ShouldNotBeNull();
        running.Finish();
        await closing.WaitAsync(Deadline, Token);
    }

    /// <summary>Keeps the only thread busy until it is told to finish.</summary>
    private Job Occupy()
    {
        var job = new Job("running", isFirst: true, _order);
        var started = new ManualResetEventSlim();
        job.Work = () =>
        {
            started.Set();
            job.Finishing.Wait(Deadline, Token);
        };
        _workers.TryQueue(job).ShouldBeNull();
        started.Wait(Deadline, Token).ShouldBeTrue();
        return job;
    }

    private sealed class Job(string name, bool isFirst, List<string> order) : IFliteJob
    {
        public bool IsFirst => isFirst;

        public Action Work { get; set; } = () => { };

        public ManualResetEventSlim Done { get; } = new();

        public ManualResetEventSlim Finishing { get; } = new();

        public EngineException? Reason { get; private set; }

        public Exception? Failure { get; private set; }

        public void Finish() => Finishing.Set();

        public void Run()
        {
            order.Add(name);
            try
            {
                Work();
            }
            catch (Exception failure)
            {
                Failure = failure;
            }

            Done.Set();
        }

        public void Abandon(EngineException reason)
        {
            Reason = reason;
            Done.Set();
        }
    }
}
