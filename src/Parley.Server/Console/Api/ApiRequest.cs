using Microsoft.AspNetCore.Http;
using Parley.Conversation;
using Parley.Server.Security;

namespace Parley.Server.Console.Api;

/// <summary>What the calls read of a request.</summary>
internal static class ApiRequest
{
    /// <summary>The caller's tenant.</summary>
    public static TenantId Tenant(this HttpContext context) => context.Caller().Tenant;

    /// <summary>The caller, whom <see cref="ApiGate"/> found.</summary>
    public static CallerIdentity Caller(this HttpContext context) => context.Features.Get<CallerIdentity>()!;

    /// <summary>A number of the query, or its default.</summary>
    /// <exception cref="ApiException">It is out of range.</exception>
    public static int Within(this int? value, string name, int fallback, int least, int most) =>
        (value ?? fallback) is var number && number >= least && number <= most ? number : throw ApiException.Invalid($"{name} must be from {least} to {most}.");

    /// <summary>A text that must not be long.</summary>
    /// <exception cref="ApiException">It is.</exception>
    public static string? AtMost(this string? text, string name, int length) =>
        text is null || text.Length <= length ? text : throw ApiException.Invalid($"{name} may have at most {length} characters.");
}
