namespace Parley.VoxNexus.Wire;

/// <summary>What came of looking at a message.</summary>
public enum WireReadStatus
{
    /// <summary>A JSON object with a string <c>type</c>.</summary>
    Ok,

    /// <summary>Not JSON: <c>INVALID_JSON</c>.</summary>
    InvalidJson,

    /// <summary>JSON, but not an object with a string <c>type</c>: <c>INVALID_MESSAGE</c>.</summary>
    InvalidMessage,
}
