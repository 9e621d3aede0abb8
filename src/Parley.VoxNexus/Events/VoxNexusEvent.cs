namespace Parley.VoxNexus;

/// <summary>Something that happened to a client: a message of the service, or a change of the connection.</summary>
public abstract record VoxNexusEvent;
