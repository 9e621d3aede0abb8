namespace Parley.Estuary;

/// <summary>Anything an <see cref="EstuaryClient"/> reports: what the server sends, and what happens on this side.</summary>
public abstract record EstuaryEvent;
