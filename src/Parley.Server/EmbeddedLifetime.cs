using Microsoft.Extensions.Hosting;

namespace Parley.Server;

/// <summary>The server lives as long as its owner wants: it listens to no signals.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
