using Microsoft.AspNetCore.Http;

namespace Parley.Server.Console.Api;

/// <summary>A request that is answered with an error.</summary>
internal sealed class ApiException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public static ApiException NotFound(string what) => new(StatusCodes.Status404NotFound, "NOT_FOUND", $"There is no such {what}.");

    public static ApiException Invalid(string message) => new(StatusCodes.Status400BadRequest, "BAD_REQUEST", message);
}
