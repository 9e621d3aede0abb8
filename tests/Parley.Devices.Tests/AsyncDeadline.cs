namespace Parley.Devices.Tests;

internal static class AsyncDeadline
{
    /// <summary>The items as they come; each must come in time.</summary>
    public static async IAsyncEnumerable<T> WithDeadline<T>(this IAsyncEnumerable<T> items, TimeSpan deadline)
    {
        await using var enumerator = items.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (await enumerator.MoveNextAsync().AsTask().WaitAsync(deadline, TestContext.Current.CancellationToken))
        {
            yield return enumerator.Current;
        }
    }
}
