using Parley.Audio.Playout;
using Parley.Testing;

namespace Parley.Audio.Tests.Playout;

public sealed class PlayoutClockTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PlayoutClock _clock;

    public PlayoutClockTests() => _clock = new PlayoutClock(PcmFormat.Speech16K, _time);

    [Fact]
    public void Samples_play_in_real_time_and_then_stop()
    {
        _clock.Queue(16_000).ShouldBe(0);
        Heard(0);
        Wait(250);
        Heard(4_000);
        _clock.Ahead.ShouldBe(TimeSpan.FromMilliseconds(750));
        _clock.Remaining.ShouldBe(TimeSpan.FromMilliseconds(750));
        Wait(10_000);
        Heard(16_000);
        _clock.Remaining.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void What_is_queued_in_time_follows_without_a_gap_and_what_is_late_starts_when_it_comes()
    {
        _clock.Queue(1_600);
        Wait(60);
        _clock.Queue(1_600).ShouldBe(1_600);
        Wait(60);
        Heard(1_920);
        Wait(1_000);
        Heard(3_200);
        _clock.Queue(1_600).ShouldBe(3_200);
        Wait(50);
        Heard(4_000);
    }

    [Fact]
    public void Small_pieces_lose_no_fraction_of_a_sample()
    {
        var clock = new PlayoutClock(new PcmFormat(44_100), _time);
        for (var i = 0; i < 10_000; i++)
        {
            clock.Queue(441);
            Wait(9.7);
        }

        // 97 s have gone by, 100 s are queued: it has never run dry.
        clock.Played.ShouldBe(97 * 44_100);
    }

    [Fact]
    public void Pause_and_resume_hold_the_position()
    {
        _clock.Queue(16_000);
        Wait(100);
        _clock.Pause();
        _clock.Pause();
        Wait(5_000);
        Heard(1_600);
        _clock.IsPaused.ShouldBeTrue();
        _clock.Remaining.ShouldBeNull();
        _clock.Queue(1_600);
        Wait(5_000);
        Heard(1_600);
        _clock.Resume();
        _clock.Resume();
        Wait(100);
        Heard(3_200);
        Wait(10_000);
        Heard(17_600);
    }

    [Fact]
    public void Pausing_while_nothing_plays_holds_what_comes()
    {
        _clock.Pause();
        _clock.Queue(1_600);
        Wait(1_000);
        Heard(0);
        _clock.Resume();
        Wait(50);
        Heard(800);
    }

    [Fact]
    public void Clear_keeps_what_was_heard()
    {
        _clock.Queue(16_000);
        Wait(100);
        _clock.Clear().ShouldBe(1_600);
        Wait(1_000);
        Heard(1_600);
        _clock.Queued.ShouldBe(1_600);
        _clock.Queue(1_600).ShouldBe(1_600);
        Wait(50);
        Heard(2_400);
    }

    [Fact]
    public void Clear_while_paused_goes_on_after_resume()
    {
        _clock.Queue(16_000);
        Wait(100);
        _clock.Pause();
        Wait(100);
        _clock.Clear().ShouldBe(1_600);
        _clock.Resume();
        _clock.Queue(160);
        Wait(10);
        Heard(1_760);
    }

    [Fact]
    public void The_start_delay_counts_once_per_start()
    {
        var clock = new PlayoutClock(PcmFormat.Speech16K, _time, TimeSpan.FromMilliseconds(150));
        clock.Queue(1_600);
        Wait(150);
        clock.Played.ShouldBe(0);
        clock.Remaining.ShouldBe(TimeSpan.FromMilliseconds(100));
        clock.Queue(1_600);
        Wait(100);
        clock.Played.ShouldBe(1_600);
        Wait(100);
        clock.Played.ShouldBe(3_200);
        clock.Queue(1_600);
        Wait(200);
        clock.Played.ShouldBe(4_000);
    }

    [Fact]
    public void A_report_takes_the_place_of_the_estimate()
    {
        _clock.Queue(16_000);
        Wait(500);
        _clock.Report(4_000);
        Heard(4_000);
        Wait(100);
        Heard(5_600);
        _clock.Report(99_999);
        Heard(16_000);
        _clock.Report(-1);
        Heard(0);
    }

    [Fact]
    public void It_never_runs_backwards_nor_beyond_what_is_queued()
    {
        var random = new Random(4);
        long last = 0;
        for (var i = 0; i < 20_000; i++)
        {
            switch (random.Next(6))
            {
                case 0:
                    _clock.Queue(random.Next(2_000));
                    break;
                case 1:
                    _clock.Pause();
                    break;
                case 2:
                    _clock.Resume();
                    break;
                case 3 when random.Next(10) == 0:
                    _clock.Clear();
                    break;
                default:
                    Wait(random.NextDouble() * 60);
                    break;
            }

            _clock.Played.ShouldBeInRange(last, _clock.Queued);
            last = _clock.Played;
        }

        last.ShouldBeGreaterThan(100_000);
    }

    [Fact]
    public void Allocates_nothing() => Allocations.Of(() =>
    {
        _clock.Queue(100);
        _clock.Pause();
        _clock.Resume();
        _clock.Clear();
    }).ShouldBe(0);

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _clock.Queue(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => new PlayoutClock(PcmFormat.Speech16K, _time, TimeSpan.FromTicks(-1)));
        Should.Throw<ArgumentOutOfRangeException>(() => new PlayoutPacer(_clock, TimeSpan.Zero));
    }

    private void Heard(long samples) => _clock.Played.ShouldBe(samples);

    private void Wait(double milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
