namespace Parley.SocketIo;

/// <summary>Handles one event on a client. Events are handled one after another, in the order of their arrival.</summary>
/// <param name="message">The event; valid until the task ends. When the server asked for an acknowledgement, it follows the task.</param>
/// <param name="cancellationToken">Cancelled when the connection it came from has ended.</param>
/// <returns>A task; the next event waits for it.</returns>
public delegate ValueTask SocketIoClientEventHandler(SocketIoEvent message, CancellationToken cancellationToken);
