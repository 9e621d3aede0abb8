namespace Parley.Server.Voxta.Rest;

/// <summary>Ends a request with an error that the caller is told as problem details.</summary>
internal sealed class RestException(int status, string code, string detail) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    public static RestException NotFound(string what) => new(404, "NOT_FOUND", $"The {what} does not exist.");

    public static RestException BadRequest(string detail) => new(400, "BAD_REQUEST", detail);
}
