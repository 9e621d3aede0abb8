using System.Runtime.InteropServices;

namespace Parley.Cli;

/// <summary>The first Ctrl+C or SIGTERM asks the command to end; a second Ctrl+C ends the process at once.</summary>
internal sealed class Termination : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Termination(CancellationToken outer)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Without Cancel the runtime goes on to end the process.
        context.Cancel = context.Signal == PosixSignal.SIGTERM || !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
