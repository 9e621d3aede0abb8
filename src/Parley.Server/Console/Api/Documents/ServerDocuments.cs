namespace Parley.Server.Console.Api.Documents;

/// <summary>What anybody may know of the server.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Name">Its name.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="KeysRequired">Whether callers need an API key.</param>
/// <param name="AutoSession">Whether a default chat starts for a Voxta app that starts none itself.</param>
/// <param name="Faces">The protocols it speaks, and where they are, relative to the server's address.</param>
/// <param name="Estuary">What an Estuary client must know before it connects.</param>
internal sealed record StatusDocument(string Version, string Name, DateTimeOffset StartedAt, bool KeysRequired, bool AutoSession, FacesDocument Faces, EstuaryDocument Estuary);

/// <summary>Where the faces are.</summary>
internal sealed record FacesDocument(string Voxta, string Estuary, string Voxnexus);

/// <summary>What an Estuary client must know.</summary>
/// <param name="ApiKeyNeeded">Whether <c>auth.api_key</c> must hold a key.</param>
internal sealed record EstuaryDocument(bool ApiKeyNeeded);

/// <summary>The engines.</summary>
internal sealed record DoctorDocument(IReadOnlyList<EngineDocument> Engines);

/// <summary>What an engine can do here.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State">Whether it can run; <c>degraded</c> when it runs with less than it could have.</param>
/// <param name="Detail">One sentence about it.</param>
/// <param name="Version">Version of the library, program or model.</param>
/// <param name="Fix">The one command or setting that would make it run.</param>
internal sealed record EngineDocument(string Id, EngineKind Kind, EngineState State, string Detail, string? Version, string? Fix);

/// <summary>What an engine does.</summary>
internal enum EngineKind
{
    /// <summary>Voice activity.</summary>
    Vad,

    /// <summary>Speech to text.</summary>
    Stt,

    /// <summary>Text to speech.</summary>
    Tts,

    /// <summary>Replies.</summary>
    Reply,
}

/// <summary>Whether an engine can run.</summary>
internal enum EngineState
{
    /// <summary>It can.</summary>
    Ready,

    /// <summary>It can, with less than it could have.</summary>
    Degraded,

    /// <summary>It cannot.</summary>
    Missing,
}

/// <summary>Figures: the process as a whole, everything else of the caller's tenant.</summary>
internal sealed record MetricsDocument(
    ProcessDocument Process, IReadOnlyDictionary<string, int> Connections, int Sessions, TurnCountsDocument Turns, IReadOnlyDictionary<string, StageDocument> Stages);

/// <summary>The server's process.</summary>
internal sealed record ProcessDocument(double UptimeMs, double CpuMs, long WorkingSetBytes, long GcHeapBytes);

/// <summary>Turns since the server started.</summary>
internal sealed record TurnCountsDocument(long Total, long Interrupted, long Failed);

/// <summary>How long a stage takes: median and 95th percentile of the latest 256 turns that had it, ms.</summary>
internal sealed record StageDocument(double P50, double P95);
