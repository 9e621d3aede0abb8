namespace Parley.Realtime;

/// <summary>A random source each thread; netstandard2.1 has no shared one.</summary>
internal static class JitterSource
{
    [ThreadStatic]
    private static Random? _random;

    public static double Next() => (_random ??= new Random()).NextDouble();
}
