namespace Parley.Voxta.Wire;

/// <summary>Creates, changes or deletes a document of the chat.</summary>
public sealed record UpdateDocumentMessage : ClientSessionMessage
{
    /// <summary>The document; null creates one.</summary>
    public Guid? DocumentId { get; set; }

    /// <summary>Its title.</summary>
    public string? Title { get; set; }

    /// <summary>Its text; with no title either, the document is deleted.</summary>
    public string? Content { get; set; }
}
