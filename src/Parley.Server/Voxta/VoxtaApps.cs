using System.Collections.Concurrent;
using Parley.Conversation;

namespace Parley.Server.Voxta;

/// <summary>The authenticated apps, so that an audio connection finds the control connection it belongs to. Thread-safe.</summary>
internal sealed class VoxtaApps
{
    private readonly ConcurrentDictionary<VoxtaApp, byte> _apps = new();
    private readonly ConcurrentDictionary<Guid, byte> _serverOwned = new();
    private int _inspecting;

    /// <summary>Whether any app inspects audio input: asked for every frame of every microphone.</summary>
    public bool IsAudioInspected => Volatile.Read(ref _inspecting) > 0;

    /// <summary>An app began to inspect audio input (1) or stopped (-1).</summary>
    public void CountInspecting(int change) => Interlocked.Add(ref _inspecting, change);

    public void Add(VoxtaApp app) => _apps[app] = 0;

    public void Remove(VoxtaApp app) => _apps.TryRemove(app, out _);

    /// <summary>The player's apps.</summary>
    public IEnumerable<VoxtaApp> Of(Player player) => _apps.Keys.Where(a => a.Player == player);

    /// <summary>The player's app that owns a session, other than <paramref name="asking"/>; null for none.</summary>
    public VoxtaApp? OwnerOf(VoxtaApp asking, Guid sessionId) => Of(asking.Player).FirstOrDefault(a => a != asking && a.OwnedSession == sessionId);

    /// <summary>Notes that the server started a session itself: everybody who watches it keeps it alive.</summary>
    public void MarkServerOwned(Guid sessionId) => _serverOwned[sessionId] = 0;

    public bool IsServerOwned(Guid sessionId) => _serverOwned.ContainsKey(sessionId);

    public void Forget(Guid sessionId) => _serverOwned.TryRemove(sessionId, out _);

    /// <summary>A control connection's session changed: audio connections look again where they belong.</summary>
    public void SessionsChanged(Player player)
    {
        foreach (var app in Of(player))
        {
            app.Rebind();
        }
    }

    /// <summary>
    /// The session an audio connection belongs to (specification §1.8.4): that of the control connection with the same token, else of the
    /// same client instance, else of the player's most recently active session.
    /// </summary>
    public Guid? SessionFor(VoxtaApp audio)
    {
        var others = Of(audio.Player).Where(a => a != audio && !a.IsAudioConnection && a.CurrentSession is not null).ToArray();
        var control = others.FirstOrDefault(a => audio.Connection.Token is { } token && a.Connection.Token == token)
            ?? others.FirstOrDefault(a => audio.Connection.Instance is { } instance && a.Connection.Instance == instance);
        return control?.CurrentSession;
    }
}
