using System.Xml.Linq;

namespace Parley.Architecture.Tests;

/// <summary>What an install of an SDK brings along: nothing but the BCL, its backports and logging's abstractions.</summary>
public sealed class SdkPackageTests
{
    [Fact]
    public void The_SDKs_are_the_seven_we_know()
    {
        Repository.Sdks.ShouldBe(["Audio", "Devices", "Estuary", "Realtime", "SocketIo", "VoxNexus", "Voxta"]);
    }

    [Fact]
    public void No_SDK_asks_for_a_package_of_its_own()
    {
        foreach (var sdk in Repository.Sdks)
        {
            Repository.References(sdk, "PackageReference").ShouldBeEmpty($"packages of Parley.{sdk}");
        }
    }

    [Fact]
    public void All_SDKs_get_the_backports_on_netstandard_and_logging_everywhere_and_no_more()
    {
        var shared = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.targets")).Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value);

        shared.ShouldBe(
            ["Microsoft.Extensions.Logging.Abstractions", "System.Text.Json", "System.Threading.Channels", "System.IO.Pipelines", "Microsoft.Bcl.AsyncInterfaces", "Microsoft.Bcl.TimeProvider"],
            ignoreOrder: true);
    }
}
