using Parley.Voxta;

namespace Parley.Samples;

/// <summary>The connection step by step, and the session that somebody, else the server, has started.</summary>
public static class VoxtaConnect
{
    public static async Task RunAsync(Uri server, string folder, CancellationToken cancellationToken)
    {
        await using var client = new VoxtaClient(new VoxtaClientOptions { ServerUrl = server });
        var ready = new TaskCompletionSource<Guid>();
        using var subscription = client.On<Ready>(e => { ready.TrySetResult(e.SessionId); });

        var negotiation = await client.NegotiateAsync(cancellationToken);
        await client.ConnectAsync(negotiation, cancellationToken);

        await ready.Task.WaitAsync(cancellationToken);
        Console.WriteLine($"Connected to session: {client.SessionId}");
    }
}
