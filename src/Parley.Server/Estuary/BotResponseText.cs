namespace Parley.Server.Estuary;

/// <summary>What <c>bot_response.text</c> holds before the final one (§3.1).</summary>
internal enum BotResponseText
{
    /// <summary>The next piece.</summary>
    Delta,

    /// <summary>Everything so far.</summary>
    Accumulated,
}
