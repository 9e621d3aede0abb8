using Parley.Realtime;
using Parley.SocketIo;

namespace Parley.Estuary;

/// <summary>Puts the failures of the layers below into the words of the specification.</summary>
internal static class EstuaryErrors
{
    public static EstuaryException Connecting(Exception error) => error switch
    {
        EstuaryException known => known,
        ConnectionException { HttpStatus: 401 } => new EstuaryException(EstuaryErrorCodes.AuthFailed, error.Message, isTransient: false, error),
        TimeoutException => new EstuaryException(EstuaryErrorCodes.ConnectionTimeout, error.Message, isTransient: true, error),
        RealtimeException realtime => new EstuaryException(EstuaryErrorCodes.ConnectionFailed, error.Message, realtime.IsTransient, error),
        _ => new EstuaryException(EstuaryErrorCodes.ConnectionFailed, error.Message, isTransient: true, error),
    };

    public static EstuaryException NotConnected(bool isReconnecting, Exception? cause = null) =>
        new(EstuaryErrorCodes.NotConnected, isReconnecting ? "The connection was lost and is being opened again." : "The client is not connected.", isReconnecting, cause);

    public static EstuaryException Lost(SocketIoDisconnectReason reason) =>
        new(EstuaryErrorCodes.ConnectionFailed, $"The connection ended: {reason}.", isTransient: true);

    public static EstuaryException VoiceNotActive(string message = "Voice has not been started.") => new(EstuaryErrorCodes.VoiceNotActive, message);
}
