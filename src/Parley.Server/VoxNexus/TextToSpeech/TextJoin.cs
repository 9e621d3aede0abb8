namespace Parley.Server.VoxNexus.TextToSpeech;

/// <summary>How the <c>text</c> messages of an utterance become one text: <c>init.text_join</c>.</summary>
internal enum TextJoin
{
    /// <summary>Spaces between words, unless the client shows that it sends its own.</summary>
    Auto,

    /// <summary>As sent.</summary>
    Verbatim,

    /// <summary>Always a space, unless there is one or punctuation follows.</summary>
    Space,
}
