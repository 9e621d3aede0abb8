namespace Parley.Cli;

/// <summary>The server that was asked for is not there.</summary>
internal sealed class ServerNotFoundException(string message) : Exception(message);
