using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Conversation;
using Parley.Server.Security;
using Parley.Server.Voxta.Rest;

namespace Parley.Server.Voxta.Devices;

/// <summary>
/// The device flow (specification §6.3): a device shows a code, the owner of a key consents to it on <c>/device</c> or with
/// <c>parley keys approve</c>, and the device gets a key of that owner.
/// </summary>
internal sealed class DeviceCalls(DeviceCodes codes, IKeyStore keys, FailureLimiter failures, Authenticator authenticator)
{
    private const int MaxLabel = 100;
    private static readonly string[] Scopes = ["role:app", "role:provider", "role:inspector"];

    public void Map(RestRoutes routes)
    {
        // The device has no key yet, and a web app may be the device.
        routes.MapOpen("/api/device/code", (HttpMethods.Post, IssueAsync)).OpenToOrigins();
        routes.MapOpen("/api/device/poll", (HttpMethods.Post, PollAsync)).OpenToOrigins();
        routes.Map("/api/device/verify", (HttpMethods.Post, VerifyAsync));
        routes.MapOpen("/device", (HttpMethods.Get, request => DevicePage.WriteAsync(request.Http, authenticator.KeysRequired)));
    }

    private async Task IssueAsync(RestRequest request)
    {
        var body = await request.ReadAsync(DeviceJson.Default.DeviceCodeBody);
        if ((body.Scope ?? Scopes[0]).Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(s => !Scopes.Contains(s, StringComparer.OrdinalIgnoreCase)) is not null)
        {
            throw new RestException(StatusCodes.Status400BadRequest, "INVALID_SCOPE", $"A device may ask for {string.Join(", ", Scopes)}.");
        }

        var label = string.IsNullOrWhiteSpace(body.Label) ? body.ClientId : body.Label;
        label = string.IsNullOrWhiteSpace(label) ? "device" : label.Trim();
        if (label.Length > MaxLabel || label.Any(char.IsControl))
        {
            throw RestException.BadRequest($"A label is one line of at most {MaxLabel} characters.");
        }

        if (codes.Issue(request.Http.Connection.RemoteIpAddress, label) is not { } issued)
        {
            request.Http.Response.Headers.RetryAfter = "60";
            throw new RestException(StatusCodes.Status429TooManyRequests, "RATE_LIMIT_EXCEEDED", "Too many devices wait for consent.");
        }

        var http = request.Http.Request;
        var page = $"{http.Scheme}://{http.Host}{http.PathBase}/device";
        request.Http.Response.Headers.CacheControl = "no-store";
        await request.WriteAsync(
            new DeviceCodeAnswer(issued.UserCode, page, $"{page}?code={issued.UserCode}", issued.DeviceCode, (int)DeviceCodes.Lifetime.TotalSeconds, Interval: 1),
            DeviceJson.Default.DeviceCodeAnswer);
    }

    private async Task PollAsync(RestRequest request)
    {
        var body = await request.ReadAsync(DeviceJson.Default.DevicePollBody);
        request.Http.Response.Headers.CacheControl = "no-store";
        switch (codes.Poll(body.DeviceCode ?? "", out var grant))
        {
            case DevicePoll.Pending:
                await request.EmptyAsync();
                break;
            case DevicePoll.Granted:
                await request.WriteAsync(new DevicePollAnswer(await CreateKeyAsync(grant!, request.Aborted)), DeviceJson.Default.DevicePollAnswer);
                break;
            case DevicePoll.TooSoon:
                request.Http.Response.Headers.RetryAfter = "1";
                throw new RestException(StatusCodes.Status429TooManyRequests, "SLOW_DOWN", "Ask once a second.");
            default:
                throw new RestException(StatusCodes.Status400BadRequest, "EXPIRED_TOKEN", "No device waits with this code: it expired or was used.");
        }
    }

    private async Task VerifyAsync(RestRequest request)
    {
        // Without keys the browser vouches for the user: then only this server's own page may ask, whoever else may use the server.
        if (request.Caller.KeyId is null && request.Http.Features.Get<RequestOrigin>() is { Verdict: not (OriginVerdict.None or OriginVerdict.Same) })
        {
            throw new RestException(StatusCodes.Status403Forbidden, "ORIGIN_NOT_ALLOWED", "Consent is given on this server's own page.");
        }

        var body = await request.ReadAsync(DeviceJson.Default.DeviceVerifyBody);
        if (codes.Approve(body.UserCode ?? "", request.Caller) is { } label)
        {
            await request.WriteAsync(new DeviceVerifyAnswer(label), DeviceJson.Default.DeviceVerifyAnswer);
            return;
        }

        // Codes are short: who guesses is slowed down like one who guesses keys.
        if (!failures.Count(request.Http.Connection.RemoteIpAddress, out var retryAfter))
        {
            request.Http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            throw new RestException(StatusCodes.Status429TooManyRequests, "RATE_LIMIT_EXCEEDED", "Too many wrong codes from this address.");
        }

        throw RestException.NotFound("code");
    }

    // The owner's tenant, and never more than the owner may do.
    private async ValueTask<string> CreateKeyAsync(DeviceGrant grant, CancellationToken cancellationToken)
    {
        var user = grant.Owner.Tenant == TenantId.Local ? null : grant.Owner.Tenant.Value;
        var (key, _) = await keys.CreateAsync(user, grant.Label, grant.Owner.Scopes & KeyScopes.Default, cancellationToken);
        return key;
    }
}
