using System.Text.Json;
using Parley.Server.Data;

namespace Parley.Cli;

/// <summary>Finds the server that runs on a data directory.</summary>
internal static class RunningServer
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>The record of a server that answers as the one that wrote it; null when none does (none runs, or it was killed).</summary>
    public static async Task<ServerRecord?> FindAsync(DataDirectory data, CancellationToken cancellationToken)
    {
        if (ServerRecord.TryRead(data) is not { } record)
        {
            return null;
        }

        // The record was written by this user's own server; its certificate need not be one that this machine trusts.
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        using var client = new HttpClient(handler) { Timeout = Deadline };
        try
        {
            using var answer = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(record.Url, "health/live"), cancellationToken).ConfigureAwait(false));
            return answer.RootElement.TryGetProperty("instance", out var instance) && instance.GetString() == record.Instance ? record : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidOperationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
