using System.Net;
using System.Net.Sockets;
using Parley.Server.Settings;

namespace Parley.Server.Security;

/// <summary>What <see cref="ParleyOptions.Host"/> means: which addresses to bind, and whether only this machine can reach them.</summary>
internal sealed class ListenAddress
{
    private ListenAddress(ParleyOptions options, IPAddress[]? addresses, bool isLoopback)
    {
        Host = options.Host;
        Addresses = addresses;
        IsLoopback = isLoopback;
        KeysRequired = options.RequireKeys ?? !isLoopback;
    }

    /// <summary>The host as configured.</summary>
    public string Host { get; }

    /// <summary>Addresses to bind; null means <c>localhost</c>: 127.0.0.1, and ::1 where there is one.</summary>
    public IPAddress[]? Addresses { get; }

    /// <summary>Whether only this machine can connect.</summary>
    public bool IsLoopback { get; }

    /// <summary>Whether every caller needs a key.</summary>
    public bool KeysRequired { get; }

    /// <exception cref="SettingsException">The host does not resolve, or keys are switched off on an address that others can reach.</exception>
    public static ListenAddress Of(ParleyOptions options)
    {
        var address = Resolve(options);
        return address.IsLoopback || address.KeysRequired
            ? address
            : throw new SettingsException($"requireKeys cannot be false while host is '{options.Host}': others can reach that address. Use localhost, or require keys.");
    }

    private static ListenAddress Resolve(ParleyOptions options)
    {
        var host = options.Host.Trim('[', ']');
        if (host is "*" or "+")
        {
            return new ListenAddress(options, [Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any], isLoopback: false);
        }

        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new ListenAddress(options, null, isLoopback: true);
        }

        try
        {
            var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : Dns.GetHostAddresses(host);
            return new ListenAddress(options, addresses, addresses.All(IPAddress.IsLoopback));
        }
        catch (SocketException exception)
        {
            throw new SettingsException($"host: '{options.Host}' is not an address of this machine ({exception.Message}).", exception);
        }
    }
}
