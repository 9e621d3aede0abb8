namespace Parley.Voxta.Wire;

/// <summary>There are no usable credentials, or the app has not authenticated yet.</summary>
public sealed record AuthenticationRequired : ServerMessage;
