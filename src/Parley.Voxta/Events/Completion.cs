namespace Parley.Voxta;

/// <summary>The server has taken or refused a message.</summary>
/// <param name="InvocationId">The message's id on the hub.</param>
/// <param name="Error">Why it was refused; null when it was taken.</param>
public sealed record Completion(string InvocationId, string? Error) : VoxtaEvent;
