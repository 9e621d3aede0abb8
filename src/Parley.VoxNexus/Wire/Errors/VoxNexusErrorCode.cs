using System.Net.WebSockets;

namespace Parley.VoxNexus.Wire;

/// <summary>
/// A machine-readable error code of the VoxNexus wire, upper snake case. The set is open: a peer may send others, and then
/// only <see cref="Value"/> is known. VoxNexus documents the first two; the rest is this project's, in the same style.
/// </summary>
public readonly partial struct VoxNexusErrorCode : IEquatable<VoxNexusErrorCode>
{
    private readonly string? _value;

    /// <summary>Wraps a code as it stands on the wire.</summary>
    /// <param name="value">The code; null or empty becomes <c>UNKNOWN</c>.</param>
    public VoxNexusErrorCode(string? value) => _value = string.IsNullOrEmpty(value) ? null : value;

    /// <summary>The code as it stands on the wire.</summary>
    public string Value => _value ?? "UNKNOWN";

    /// <summary>The HTTP status that goes with the code on REST or a refused upgrade; null where it has none or is unknown.</summary>
    public int? HttpStatus => Facts?.HttpStatus;

    /// <summary>The close code that follows the error frame when it ends a running socket; null when the socket stays open.</summary>
    public WebSocketCloseStatus? CloseStatus => Facts?.CloseStatus;

    /// <summary>Whether the same request may succeed later without a change; false for an unknown code.</summary>
    public bool IsRetryable => Facts?.IsRetryable ?? false;

    private ErrorFacts? Facts => Table.TryGetValue(Value, out var facts) ? facts : null;

    /// <inheritdoc />
    public bool Equals(VoxNexusErrorCode other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is VoxNexusErrorCode other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Compares by value.</summary>
    public static bool operator ==(VoxNexusErrorCode left, VoxNexusErrorCode right) => left.Equals(right);

    /// <summary>Compares by value.</summary>
    public static bool operator !=(VoxNexusErrorCode left, VoxNexusErrorCode right) => !left.Equals(right);

    private sealed record ErrorFacts(int? HttpStatus, WebSocketCloseStatus? CloseStatus, bool IsRetryable);
}
