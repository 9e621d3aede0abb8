namespace Parley.Server.Voxta.Devices;

/// <summary>What a device hears when it asks for its key.</summary>
internal enum DevicePoll
{
    /// <summary>No device waits with this code: never issued, expired or used up.</summary>
    Unknown,

    /// <summary>It asked again too soon.</summary>
    TooSoon,

    /// <summary>The user has not consented yet.</summary>
    Pending,

    /// <summary>The user has consented.</summary>
    Granted,
}
