namespace Parley.Testing.Conversations;

/// <summary>Drives a test's clock while something happens that takes time of it.</summary>
public static class ClockDriver
{
    /// <summary>Moves the clock in small steps, leaving the machine time to follow, until the work is done.</summary>
    public static async Task<T> RunAsync<T>(this FakeTimeProvider time, Task<T> work)
    {
        while (!work.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
        }

        return await work;
    }
}
