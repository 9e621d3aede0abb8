using System.Net;
using System.Net.WebSockets;
using Parley.Conversation;
using Parley.Realtime;

namespace Parley.Server.Traffic;

/// <summary>One connection of a face that passed authentication; its face disposes it when it ends. Thread-safe.</summary>
internal sealed class OpenConnection(OpenConnections owner, string face, string id, TenantId tenant, IPAddress? remote, DateTimeOffset since) : IDisposable
{
    private readonly WireNames _names = new(face);

    /// <summary>One of <see cref="Faces"/>.</summary>
    public string Face => face;

    /// <summary>Its id in logs; no secret.</summary>
    public string Id => id;

    /// <summary>Whose it is.</summary>
    public TenantId Tenant => tenant;

    /// <summary>Where it comes from; null when unknown.</summary>
    public IPAddress? Remote => remote;

    /// <summary>When it came, UTC.</summary>
    public DateTimeOffset Since => since;

    /// <summary>What the client calls itself; null before it says, and where it cannot.</summary>
    public string? Client { get; set; }

    /// <summary>Says which session the connection belongs to at present; null where it never belongs to one.</summary>
    public Func<Guid?>? FindSession { get; set; }

    /// <summary>The session it belongs to at present; null for none.</summary>
    public Guid? Session => FindSession?.Invoke();

    /// <summary>Whether somebody watches its traffic: asked before anything is put into words for them.</summary>
    public bool IsWatched => owner.IsWatched(this);

    /// <summary>Shows a WebSocket message to whoever watches; costs one comparison when nobody does.</summary>
    public void Show(TrafficDirection direction, WebSocketMessageType type, ReadOnlySpan<byte> payload)
    {
        if (!IsWatched)
        {
            return;
        }

        if (type == WebSocketMessageType.Binary)
        {
            owner.Show(this, direction, "audio", payload.Length, $"({payload.Length} bytes)");
        }
        else
        {
            owner.Show(this, direction, _names.Find(payload), payload.Length, WireText.Of(payload));
        }
    }

    /// <summary>The same for a message whose name does not stand in it. Ask <see cref="IsWatched"/> first.</summary>
    public void Show(TrafficDirection direction, string name, ReadOnlySpan<byte> json) => owner.Show(this, direction, name, json.Length, WireText.Of(json));

    /// <inheritdoc />
    public void Dispose() => owner.Remove(this);
}
