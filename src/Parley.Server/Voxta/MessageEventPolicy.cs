namespace Parley.Server.Voxta;

/// <summary>Which stored messages are told as <c>message</c>.</summary>
internal enum MessageEventPolicy
{
    /// <summary>All but secrets.</summary>
    All,

    /// <summary>What characters and the narrator say.</summary>
    AssistantOnly,

    /// <summary>None, as the original server does.</summary>
    Off,
}
