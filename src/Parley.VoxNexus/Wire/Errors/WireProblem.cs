namespace Parley.VoxNexus.Wire;

/// <summary>One thing wrong with a message, in the words of the wire.</summary>
/// <param name="Code">The code to answer with.</param>
/// <param name="Message">What is wrong, naming field and range; safe to send.</param>
/// <param name="Field">The field's wire name; null when it is the message itself.</param>
public sealed record WireProblem(VoxNexusErrorCode Code, string Message, string? Field = null);
