namespace Parley.Realtime;

/// <summary>Tells whether code runs, however deep, inside a given pump: waiting there for that pump would never end.</summary>
internal static class PumpScope
{
    private static readonly AsyncLocal<object?> Owner = new();

    public static bool IsInside(object owner) => ReferenceEquals(Owner.Value, owner);

    public static Left Enter(object owner)
    {
        Owner.Value = owner;
        return default;
    }

    public readonly struct Left : IDisposable
    {
        public void Dispose() => Owner.Value = null;
    }
}
