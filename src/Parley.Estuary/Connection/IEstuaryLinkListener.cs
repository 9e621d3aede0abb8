namespace Parley.Estuary;

/// <summary>Hears what comes over a link, in order and one at a time: must be quick and must not throw.</summary>
internal interface IEstuaryLinkListener
{
    /// <summary>The session is open; what comes next belongs to it.</summary>
    void OnSession(EstuaryLink link, SessionInfo session, bool isReconnect);

    void OnEvent(EstuaryEvent e);

    /// <summary>The link's last call; not made for one that had no session.</summary>
    void OnEnded(string reason, EstuaryException? error);
}
