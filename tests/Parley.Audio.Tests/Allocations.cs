namespace Parley.Audio.Tests;

internal static class Allocations
{
    /// <summary>Bytes this thread allocates for the action, once warm.</summary>
    public static long Of(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
