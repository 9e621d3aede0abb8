namespace Parley.VoxNexus;

/// <summary>Options of a <see cref="VoxNexusRestClient"/>. What concerns sockets only is without effect.</summary>
public sealed record VoxNexusRestOptions : VoxNexusOptions
{
    /// <summary>Makes the requests; null for one of the client's own. Not disposed when given.</summary>
    public HttpClient? HttpClient { get; init; }

    /// <summary>How long the service may take to begin its answer, default 100 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    internal VoxNexusRestOptions Validated()
    {
        ValidateConnection();
        return RequestTimeout > TimeSpan.Zero
            ? this
            : throw new ArgumentOutOfRangeException(nameof(RequestTimeout), RequestTimeout, "The time must be positive.");
    }
}
