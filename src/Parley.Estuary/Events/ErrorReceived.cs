namespace Parley.Estuary;

/// <summary><c>error</c>: something failed; the session goes on.</summary>
/// <param name="Error">Code <c>UNKNOWN</c>; <see cref="EstuaryException.Details"/> is the server's own code.</param>
public sealed record ErrorReceived(EstuaryException Error) : EstuaryEvent;
