namespace Parley.SocketIo.AspNetCore;

/// <summary>
/// How many packets a connection may send. A connection above the rate is not read from until it is below it again, so that
/// nothing is lost and the peer feels the pressure of its own transport.
/// </summary>
/// <param name="PacketsPerSecond">Sustained rate; above 0.</param>
/// <param name="Burst">Packets taken at once after a quiet time; at least 1.</param>
public sealed record SocketIoRateLimit(double PacketsPerSecond, int Burst);
