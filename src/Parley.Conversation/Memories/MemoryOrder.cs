namespace Parley.Conversation.Memories;

/// <summary>How listed memories are ordered.</summary>
public enum MemoryOrder
{
    /// <summary>By creation.</summary>
    Created,

    /// <summary>By confidence.</summary>
    Confidence,

    /// <summary>By last access; those never used count as oldest.</summary>
    LastAccessed,
}
