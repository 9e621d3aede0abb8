namespace Parley.Server.VoxNexus;

/// <summary>What to do about a voice or language that no engine has.</summary>
public enum UnknownNamePolicy
{
    /// <summary>Answer with the protocol's error.</summary>
    Error,

    /// <summary>Use the default instead.</summary>
    FallBack,
}
