namespace Parley.Voxta.Wire;

/// <summary>Generates the last reply again.</summary>
public sealed record RetryMessage : ClientSessionMessage;
