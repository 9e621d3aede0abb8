using System.Diagnostics;
using System.Text;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Speakers;

namespace Parley.Conversation.Turns;

/// <summary>One turn while it lasts. Changed on the session's loop alone.</summary>
internal sealed class Turn(long id, TurnPlan plan, TurnClock clock, Activity? activity)
{
    public long Id => id;

    public TurnPlan Plan => plan;

    public TurnClock Clock => clock;

    public Activity? Activity => activity;

    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Completes when output may begin.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Id of the message; empty before a reply is generated.</summary>
    public Guid MessageId { get; set; }

    /// <summary>Who speaks; empty before.</summary>
    public Guid CharacterId { get; set; }

    /// <summary>Text that was published.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>The beginning of <see cref="Text"/>, which other threads may read.</summary>
    public string Excerpt { get; set; } = "";

    /// <summary>Its speech; null when it is not spoken.</summary>
    public MessageSpeech? Speech { get; set; }

    /// <summary>The message as stored; null while the text is incomplete.</summary>
    public ChatMessage? Stored { get; set; }

    /// <summary>Whether <c>ReplyGenerating</c> was published and neither end nor cancellation yet.</summary>
    public bool IsGenerating { get; set; }

    /// <summary>Whether <c>ReplyStarted</c> was published.</summary>
    public bool IsStarted { get; set; }

    /// <summary>Whether the text is complete.</summary>
    public bool IsTextComplete { get; set; }

    /// <summary>Whether everything after the text (actions) is done too.</summary>
    public bool IsRun { get; set; }

    /// <summary>Whether it has been played.</summary>
    public bool IsPlayed { get; set; }

    /// <summary>Whether a client said so.</summary>
    public bool IsReportedDone { get; set; }

    /// <summary>What actions asked of the reply.</summary>
    public ActionLimits Limits { get; set; } = ActionLimits.None;

    /// <summary>Layers that were decided: a decision is made once.</summary>
    public HashSet<(ActionTiming Timing, string Layer)> Decisions { get; } = [];

    /// <summary>Whether an engine failed on the way.</summary>
    public bool IsFailed { get; set; }

    /// <summary>Whether there was nothing to say.</summary>
    public bool IsSuppressed { get; set; }

    /// <summary>Whether it is over: whatever still comes of it is dropped.</summary>
    public bool IsOver { get; set; }
}
