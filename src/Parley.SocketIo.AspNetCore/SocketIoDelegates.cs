using System.Text.Json;

namespace Parley.SocketIo.AspNetCore;

/// <summary>Decides whether a client may join a namespace. Nothing may be emitted to the socket yet.</summary>
/// <param name="socket">The socket-to-be: its id and handshake are known, its <see cref="SocketIoSocket.State"/> may be set.</param>
/// <param name="auth">The client's <c>auth</c> payload, an object; empty when it sent none. Valid until the task ends.</param>
/// <param name="cancellationToken">Cancelled when the connection has gone.</param>
/// <returns>Accept, or a refusal.</returns>
public delegate ValueTask<SocketIoConnectResult> SocketIoConnectHandler(SocketIoSocket socket, JsonElement auth, CancellationToken cancellationToken);

/// <summary>Runs when a socket has joined, before any of its events.</summary>
/// <param name="socket">The socket.</param>
/// <param name="cancellationToken">Cancelled when the socket has left.</param>
/// <returns>A task; the first event waits for it.</returns>
public delegate ValueTask SocketIoConnectedHandler(SocketIoSocket socket, CancellationToken cancellationToken);

/// <summary>Handles one event. A socket's events are handled one after another; its acknowledgement follows the returned task.</summary>
/// <param name="socket">The socket.</param>
/// <param name="message">The event; valid until the task ends.</param>
/// <param name="cancellationToken">Cancelled when the socket has left.</param>
/// <returns>A task; the socket's next event waits for it.</returns>
public delegate ValueTask SocketIoEventHandler(SocketIoSocket socket, SocketIoEvent message, CancellationToken cancellationToken);

/// <summary>Handles one event whose argument is an object.</summary>
/// <typeparam name="T">The argument's type.</typeparam>
/// <param name="socket">The socket.</param>
/// <param name="argument">The first argument; null when it is null or missing.</param>
/// <param name="message">The event; valid until the task ends.</param>
/// <param name="cancellationToken">Cancelled when the socket has left.</param>
/// <returns>A task; the socket's next event waits for it.</returns>
public delegate ValueTask SocketIoEventHandler<in T>(SocketIoSocket socket, T? argument, SocketIoEvent message, CancellationToken cancellationToken);

/// <summary>Runs once when a socket has left, after the last of its events.</summary>
/// <param name="socket">The socket.</param>
/// <param name="reason">Why it left.</param>
/// <returns>A task.</returns>
public delegate ValueTask SocketIoDisconnectHandler(SocketIoSocket socket, SocketIoDisconnectReason reason);
