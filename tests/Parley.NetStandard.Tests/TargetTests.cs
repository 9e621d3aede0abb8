using System.Reflection;
using System.Runtime.Versioning;

namespace Parley.NetStandard.Tests;

/// <summary>That the tests of this project do run against the other build.</summary>
public sealed class TargetTests
{
    [Theory]
    [InlineData("Parley.Audio")]
    [InlineData("Parley.Realtime")]
    [InlineData("Parley.SocketIo")]
    [InlineData("Parley.Voxta")]
    [InlineData("Parley.VoxNexus")]
    [InlineData("Parley.Devices")]
    [InlineData("Parley.Estuary")]
    public void The_loaded_SDK_is_the_netstandard_build(string name) =>
        Assembly.Load(name).GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName.ShouldBe(".NETStandard,Version=v2.1");
}
