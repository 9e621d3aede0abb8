namespace Parley.Server.Voxta;

/// <summary>The scopes an app may ask for (specification §6.4).</summary>
internal static class AppScopes
{
    public const string Admin = "role:admin";

    /// <summary>What a key that may converse grants.</summary>
    public static IReadOnlyList<string> OfKeys { get; } = ["role:app", "role:provider", "role:inspector", "role:user"];

    /// <summary>Every known scope.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfKeys, Admin];
}
