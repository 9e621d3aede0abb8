namespace Parley.Estuary;

/// <summary><c>auth_error</c>: the credentials are refused.</summary>
/// <param name="Error">A plain sentence.</param>
public sealed record AuthError(string Error) : EstuaryEvent;
