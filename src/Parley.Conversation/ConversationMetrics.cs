using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Parley.Conversation.Sessions;
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
    private readonly Histogram<double> _stage;
    private readonly Counter<long> _interruptions;
    private readonly Counter<long> _engineFailures;

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
        _stage = meter.CreateHistogram("parley.conversation.stage", "s", "What a stage of a turn took, by stage; those of a turn add up (ours).", advice: Latency);
        _interruptions = meter.CreateCounter<long>("parley.conversation.interruptions", "{interruption}", "Turns interrupted, by reason; user_speech is a barge-in (ours).");
        _engineFailures = meter.CreateCounter<long>("parley.conversation.engine_failures", "{failure}", "Engine failures told to the player, by engine and code (ours).");
        _interrupt = meter.CreateHistogram("parley.conversation.interrupt", "s", "Decision to interrupt to output purged (ours).", advice: Latency);
    }

    internal void SessionStarted() => _sessions.Add(1);

    internal void SessionEnded() => _sessions.Add(-1);

    internal void Dropped(int samples) => _dropped.Add(samples);

    internal void SlowObserver() => _slowObservers.Add(1);

    internal void Interrupted(InterruptReason reason, TimeSpan took)
    {
        _interrupt.Record(took.TotalSeconds);
        _interruptions.Add(1, new KeyValuePair<string, object?>("reason", JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString())));
    }

    internal void EngineFailed(string engineId, string code) =>
        _engineFailures.Add(1, new KeyValuePair<string, object?>("engine", engineId), new KeyValuePair<string, object?>("code", code));

    internal void TurnEnded(TurnOutcome outcome, TurnTimings timings)
    {
        _turns.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
        {
            TurnOutcome.Completed => "completed",
            TurnOutcome.Suppressed => "suppressed",
            TurnOutcome.Interrupted => "interrupted",
            _ => "failed",
        }));
        if (_stage.Enabled)
        {
            foreach (var stage in TurnStages.Of(timings).Where(s => s.Name != TurnStages.SpeechEnd))
            {
                _stage.Record(stage.Duration.TotalSeconds, new KeyValuePair<string, object?>("stage", JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.Name)));
            }
        }

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
