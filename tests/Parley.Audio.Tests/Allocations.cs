namespace Parley.Audio.Tests;

internal static class Allocations
{
    /// <summary>
    /// Bytes this thread allocates for the action, once warm: the least of several runs, because a collection in between is
    /// sometimes booked on the thread that it stops.
    /// </summary>
    public static long Of(Action action)
    {
        action();
        var least = long.MaxValue;
        for (var run = 0; run < 5 && least > 0; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
