namespace Parley.Server.Estuary.Rest;

/// <summary>Ends a request with an error that the caller is told as <c>{"detail": …}</c>.</summary>
internal sealed class RestException(int status, string detail) : Exception(detail)
{
    public int Status => status;
}
