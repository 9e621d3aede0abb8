namespace Parley.Speech.Recognition.Endpointing;

/// <summary>What the reader of a <see cref="SampleQueue"/> finds next.</summary>
internal enum SampleQueueItem
{
    /// <summary>Nothing yet: wait.</summary>
    Empty,

    /// <summary>Samples were copied.</summary>
    Samples,

    /// <summary>The session ends here.</summary>
    Flush,

    /// <summary>The session ends here; a later cancel dropped its samples.</summary>
    DroppedFlush,

    /// <summary>The session was dropped.</summary>
    Cancel,

    /// <summary>No samples had come for the configured time when this was put in.</summary>
    Stall,

    /// <summary>The queue was closed.</summary>
    Closed,
}
