namespace Parley.Realtime;

/// <summary>How the delay grows from attempt to attempt.</summary>
public enum BackoffShape
{
    /// <summary>Base × factor^(attempt − 1).</summary>
    Exponential,

    /// <summary>Base × attempt.</summary>
    Linear,
}
