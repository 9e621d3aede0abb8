namespace Parley.Voxta;

/// <summary>Anything a <see cref="VoxtaClient"/> reports: every message of the server's (<see cref="Wire.ServerMessage"/>) and what happens on this side.</summary>
public abstract record VoxtaEvent;
