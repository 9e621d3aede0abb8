using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;
using Parley.Server.Settings;
using Parley.Server.Telemetry;

namespace Parley.Server.Security;

/// <summary>
/// Answers 421 unless the Host header names this server: localhost, a loopback literal, the address the connection came in on, the
/// configured host or one of <c>allowedHosts</c>. A name that somebody pointed at this machine (DNS rebinding) gets no further.
/// </summary>
internal sealed class HostGate
{
    private readonly FrozenSet<string> _names;
    private readonly ServerMetrics _metrics;
    private readonly RequestDelegate _next;

    public HostGate(ParleyOptions options, ServerMetrics metrics, RequestDelegate next)
    {
        _names = options.AllowedHosts.Append(options.Host).Append("localhost").ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _metrics = metrics;
        _next = next;
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (IsOurs(context))
        {
            return _next(context);
        }

        _metrics.Refused("host");
        return Refusal.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "HOST_NOT_ALLOWED",
            "This server does not answer for the requested host; add the host to allowedHosts.");
    }

    private bool IsOurs(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (host.Length == 0)
        {
            return false;
        }

        if (_names.Contains(host))
        {
            return true;
        }

        if (!IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            return false;
        }

        var local = context.Connection.LocalIpAddress;
        return IPAddress.IsLoopback(literal) || (local is not null && Plain(literal).Equals(Plain(local)));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
