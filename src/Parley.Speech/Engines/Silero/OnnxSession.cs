using System.Runtime.InteropServices;

namespace Parley.Speech.Engines.Silero;

/// <summary>A loaded model. Any number of threads may run it; who keeps it for long counts as a holder, and the last one frees it.</summary>
internal sealed class OnnxSession : SafeHandle
{
    /// <exception cref="OnnxException">The model cannot be loaded.</exception>
    public OnnxSession(OnnxRuntime runtime, ReadOnlySpan<byte> model)
        : base(0, ownsHandle: true)
    {
        Runtime = runtime;
        SetHandle(runtime.CreateSession(model));
    }

    public OnnxRuntime Runtime { get; }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Runtime.ReleaseSession(handle);
        return true;
    }
}
