using Parley.Server.Security;

namespace Parley.Server.Voxta.Devices;

/// <summary>A key that somebody granted to a device and that it has yet to fetch.</summary>
/// <param name="Owner">Who granted it.</param>
/// <param name="Label">What asks for it.</param>
internal sealed record DeviceGrant(CallerIdentity Owner, string Label);
