using System.Net;

namespace Parley.Speech.Engines;

/// <summary>What a service's refusals and broken answers mean. Its own words are left out: they may quote the text or the key.</summary>
internal static class RemoteSynthesis
{
    /// <summary>The failure of an answer that is not a success.</summary>
    public static EngineException Of(string engineId, HttpStatusCode status)
    {
        var (failure, meaning) = (int)status switch
        {
            401 or 403 => (EngineFailure.Unauthorized, "refused the key"),
            429 => (EngineFailure.RemoteError, "has had too many requests"),
            >= 500 => (EngineFailure.RemoteError, "failed"),
            >= 400 => (EngineFailure.NotSupported, "refused the request: check the model, the voices and the address"),
            _ => (EngineFailure.InvalidAnswer, "answered something other than speech"),
        };
        return new EngineException(engineId, failure, $"The speech service {meaning} (HTTP {(int)status}).");
    }

    public static EngineException Unreachable(string engineId, Exception cause) =>
        new(engineId, EngineFailure.ConnectionLost, "The speech service cannot be reached.", cause);

    public static EngineException Cut(string engineId, Exception cause) =>
        new(engineId, EngineFailure.ConnectionLost, "The connection to the speech service broke in the middle.", cause);

    public static EngineException Late(string engineId) =>
        new(engineId, EngineFailure.Timeout, "The speech service did not answer in time.");

    public static EngineException NotSpeech(string engineId, Exception? cause = null) =>
        new(engineId, EngineFailure.InvalidAnswer, "The speech service's answer is not speech in the format that was asked for.", cause);

    public static EngineException Closed(string engineId) =>
        new(engineId, EngineFailure.Failed, "The connection to the speech service was closed while it was speaking.");
}
