using Parley.Server.VoxNexus.Protocol;

namespace Parley.Server.VoxNexus.Http;

/// <summary>Ends the handling of a request with an error that the caller is told.</summary>
internal sealed class ApiException(ApiError error, int? status = null) : Exception(error.Message)
{
    public ApiError Error { get; } = error;

    /// <summary>The status where it differs from the code's own.</summary>
    public int Status { get; } = status ?? error.HttpStatus;
}
