namespace Parley.Voxta.Wire;

/// <summary>Aborts generation and speech.</summary>
public sealed record InterruptMessage : ClientSessionMessage;
