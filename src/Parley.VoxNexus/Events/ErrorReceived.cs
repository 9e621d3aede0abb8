namespace Parley.VoxNexus;

/// <summary>The service reported an error; the connection lives on unless <see cref="Reconnecting"/> or <see cref="Closed"/> follows.</summary>
/// <param name="Error">Code, words and request id.</param>
public sealed record ErrorReceived(VoxNexusException Error) : VoxNexusEvent;
