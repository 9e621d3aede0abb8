namespace Parley.Realtime;

/// <summary>When to try again after a connection was lost. Immutable; shared freely.</summary>
public sealed record ReconnectPolicy
{
    /// <summary>Five attempts, 1 s doubling up to 30 s, ±20 %.</summary>
    public static ReconnectPolicy Default { get; } = new();

    /// <summary>Never.</summary>
    public static ReconnectPolicy None { get; } = new() { MaxAttempts = 0 };

    /// <summary>Attempts in a row before giving up, default 5; 0 for never, <see cref="int.MaxValue"/> for without end. A connection that became ready starts the count anew.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The delay before the first attempt, default 1 s.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How the delay grows, default exponential.</summary>
    public BackoffShape Shape { get; init; } = BackoffShape.Exponential;

    /// <summary>Growth of an exponential delay, default 2; at least 1.</summary>
    public double Factor { get; init; } = 2.0;

    /// <summary>Longest delay before jitter, default 30 s. A server's <c>Retry-After</c> may be longer and is honoured.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Share of the delay by which it varies up and down, default 0.2; 0 to 1.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>Draws the jitter, from 0 up to but not including 1; null for a random source of the policy's own.</summary>
    public Func<double>? Random { get; init; }

    /// <summary>Whether an attempt may be made after this cause.</summary>
    /// <param name="attempt">From 1.</param>
    /// <param name="cause">Why the last connection or attempt ended; null when unknown.</param>
    public bool Allows(int attempt, Exception? cause) => attempt <= MaxAttempts && cause is null or TimeoutException or RealtimeException { IsTransient: true };

    /// <summary>The delay before an attempt.</summary>
    /// <param name="attempt">From 1.</param>
    /// <param name="cause">Why the last connection or attempt ended; its <c>Retry-After</c> is the least delay.</param>
    public TimeSpan Delay(int attempt, Exception? cause = null)
    {
        if (attempt < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(attempt), attempt, "Attempts are counted from 1.");
        }

        var growth = Shape == BackoffShape.Linear ? attempt : Math.Pow(Factor, attempt - 1);
        var ticks = Math.Min(BaseDelay.Ticks * growth, MaxDelay.Ticks);
        ticks *= 1 + (Jitter * ((2 * (Random ?? JitterSource.Next)()) - 1));
        var delay = TimeSpan.FromTicks((long)Math.Max(0, ticks));
        return cause is ConnectionException { RetryAfter: { } asked } && asked > delay ? asked : delay;
    }

    /// <summary>Checks the members against each other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of range.</exception>
    public ReconnectPolicy Validated()
    {
        if (MaxAttempts < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxAttempts), MaxAttempts, "Attempts cannot be negative.");
        }

        if (BaseDelay <= TimeSpan.Zero || MaxDelay < BaseDelay)
        {
            throw new ArgumentOutOfRangeException(nameof(BaseDelay), BaseDelay, "The base delay must be positive and at most the longest.");
        }

        if (Factor is < 1 or double.NaN)
        {
            throw new ArgumentOutOfRangeException(nameof(Factor), Factor, "The factor must be at least 1.");
        }

        if (Jitter is < 0 or > 1 or double.NaN)
        {
            throw new ArgumentOutOfRangeException(nameof(Jitter), Jitter, "The jitter must be between 0 and 1.");
        }

        return this;
    }
}
