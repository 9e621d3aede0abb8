using System.Text.Json;
using System.Xml.Linq;

namespace Parley.Architecture.Tests;

/// <summary>Everything that is used stands in the third-party notices.</summary>
public sealed class NoticesTests
{
    private static readonly string Notices = File.ReadAllText(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md"));

    [Fact]
    public void Every_NuGet_package() => Missing(XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
        .Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value)).ShouldBeEmpty();

    [Theory]
    [InlineData("web/console/package.json")]
    [InlineData("tests/peers/package.json")]
    public void Every_npm_package(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, file)));
        Missing(json.RootElement.GetProperty("dependencies").EnumerateObject().Select(d => d.Name)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("eng/native-packages.txt")]
    [InlineData("eng/test-packages.txt")]
    public void Every_system_package(string file) => Missing(File.ReadLines(Path.Combine(Repository.Root, file))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('|')[0].Trim())).ShouldBeEmpty();

    private static IEnumerable<string> Missing(IEnumerable<string> names) => names.Where(name => !Notices.Contains(name, StringComparison.Ordinal)).ToList();
}
