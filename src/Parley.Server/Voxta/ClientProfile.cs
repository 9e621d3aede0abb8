namespace Parley.Server.Voxta;

/// <summary>What is answered differently by the name of the app (specification §3.1).</summary>
/// <param name="ApiVersion"><c>welcome.apiVersion</c>; two engines refuse any value but their own.</param>
/// <param name="AlwaysGreet">Whether a character without a first message greets all the same: the client stays locked until a reply ends.</param>
internal sealed record ClientProfile(string ApiVersion, bool AlwaysGreet = false)
{
    private static readonly ClientProfile Default = new("2025-11");
    private static readonly ClientProfile Unreal = new("2025-01", AlwaysGreet: true);

    public static ClientProfile For(string client) =>
        client.Equals("UnrealVoxta", StringComparison.OrdinalIgnoreCase) ? Unreal : Default;
}
