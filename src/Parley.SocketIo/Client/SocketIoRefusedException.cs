using System.Text.Json;
using Parley.Realtime;

namespace Parley.SocketIo;

/// <summary>The server did not let the client into the namespace (the reference's <c>connect_error</c>). Not followed by a reconnect.</summary>
public sealed class SocketIoRefusedException : RemoteException
{
    /// <summary>The <see cref="RealtimeException.Code"/> of every refusal.</summary>
    public const string RefusedCode = "connect_error";

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The server's words.</param>
    /// <param name="details">The server's <c>data</c>; null when it sent none.</param>
    public SocketIoRefusedException(string message, JsonElement? details = null)
        : base(RefusedCode, message) => Details = details;

    /// <summary>The server's <c>data</c>; null when it sent none.</summary>
    public JsonElement? Details { get; }
}
