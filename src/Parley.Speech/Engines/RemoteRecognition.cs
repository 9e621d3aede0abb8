using System.Net;

namespace Parley.Speech.Engines;

/// <summary>What the refusals of remote recognisers mean. Their own words are left out: they may quote audio or the key.</summary>
internal static class RemoteRecognition
{
    public static EngineException Refused(string engineId, HttpStatusCode status)
    {
        var (failure, meaning) = (int)status switch
        {
            401 or 403 => (EngineFailure.Unauthorized, "refused the key"),
            429 => (EngineFailure.RemoteError, "has had too many requests"),
            >= 500 => (EngineFailure.RemoteError, "failed"),
            >= 400 => (EngineFailure.NotSupported, "refused the request: check the model, the language and the address"),
            _ => (EngineFailure.InvalidAnswer, "answered something else than expected"),
        };
        return new EngineException(engineId, failure, $"The recognition service {meaning} (HTTP {(int)status}).");
    }

    public static EngineException Unreachable(string engineId, Exception cause) =>
        new(engineId, EngineFailure.ConnectionLost, "The recognition service cannot be reached.", cause);

    public static EngineException Cut(string engineId, Exception? cause) =>
        new(engineId, EngineFailure.ConnectionLost, "The connection to the recognition service broke.", cause);

    public static EngineException Late(string engineId) =>
        new(engineId, EngineFailure.Timeout, "The recognition service did not answer in time.");

    public static EngineException Unclear(string engineId, Exception? cause = null) =>
        new(engineId, EngineFailure.InvalidAnswer, "The recognition service's answer could not be understood.", cause);

    /// <summary>A setting that holds a key: printable ASCII without blanks.</summary>
    public static void CheckKey(List<string> problems, string name, string? key)
    {
        if (key is not null && (key.Length == 0 || key.Any(c => c is <= ' ' or > '~')))
        {
            problems.Add($"{name} is empty or holds a space, a line break or a character outside ASCII.");
        }
    }
}
