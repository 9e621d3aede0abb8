using System.Diagnostics;
using System.Diagnostics.Metrics;
using Parley.Conversation.Turns;

namespace Parley.Conversation;

/// <summary>Figures and traces of conversations. Names marked "ours" follow no convention. Thread-safe.</summary>
public sealed class ConversationMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Parley.Conversation";

    /// <summary>Name of the activity source: one activity a turn.</summary>
    public const string ActivitySourceName = "Parley.Conversation";

    internal static readonly ActivitySource Activities = new(ActivitySourceName);

    private static readonly InstrumentAdvice<double> Latency = new()
    {
        HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
    };

    private readonly UpDownCounter<int> _sessions;
    private readonly Counter<long> _turns;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _slowObservers;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<double> _firstAudio;
    private readonly Histogram<double> _overhead;
    private readonly Histogram<double> _interrupt;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Where they live.</param>
    public ConversationMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _sessions = meter.CreateUpDownCounter<int>("parley.conversation.sessions", "{session}", "Live sessions (ours).");
        _turns = meter.CreateCounter<long>("parley.conversation.turns", "{turn}", "Ended turns by outcome (ours).");
        _dropped = meter.CreateCounter<long>("parley.conversation.microphone.dropped", "{sample}", "Samples dropped because the recogniser fell behind (ours).");
        _slowObservers = meter.CreateCounter<long>("parley.conversation.observers.slow", "{observer}", "Observers that fell too far behind (ours).");
        _firstToken = meter.CreateHistogram("parley.conversation.first_token", "s", "End of the player's input to first token (ours).", advice: Latency);
        _firstAudio = meter.CreateHistogram("parley.conversation.first_audio", "s", "End of the player's input to first audio handed out (ours).", advice: Latency);
        _overhead = meter.CreateHistogram("parley.conversation.overhead", "s", "End of the player's input to first audio without the engines' own time (ours).", advice: Latency);
        _interrupt = meter.CreateHistogram("parley.conversation.interrupt", "s", "Decision to interrupt to output purged (ours).", advice: Latency);
    }

    internal void SessionStarted() => _sessions.Add(1);

    internal void SessionEnded() => _sessions.Add(-1);

    internal void Dropped(int samples) => _dropped.Add(samples);

    internal void SlowObserver() => _slowObservers.Add(1);

    internal void Interrupted(TimeSpan took) => _interrupt.Record(took.TotalSeconds);

    internal void TurnEnded(TurnOutcome outcome, TurnTimings timings)
    {
        _turns.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
        {
            TurnOutcome.Completed => "completed",
            TurnOutcome.Suppressed => "suppressed",
            TurnOutcome.Interrupted => "interrupted",
            _ => "failed",
        }));
        if (timings.FirstToken is { } token)
        {
            _firstToken.Record(token.TotalSeconds);
        }

        if (timings.FirstAudio is { } audio)
        {
            _firstAudio.Record(audio.TotalSeconds);
        }

        if (timings.Overhead is { } overhead)
        {
            _overhead.Record(overhead.TotalSeconds);
        }
    }
}
