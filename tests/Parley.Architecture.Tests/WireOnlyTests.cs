using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Parley.Architecture.Tests;

/// <summary>The server shares its wire with the SDKs and nothing else: a change of a client cannot change what the server does.</summary>
public sealed class WireOnlyTests
{
    [Theory]
    [InlineData("Parley.Voxta", "Parley.Voxta.Wire", "Parley.Voxta.Hub")]
    [InlineData("Parley.Estuary", "Parley.Estuary.Wire")]
    [InlineData("Parley.VoxNexus", "Parley.VoxNexus.Wire")]
    public void The_server_uses_only_the_wire_of_an_SDK(string sdk, params string[] allowed)
    {
        UsedTypes("Parley.Server.dll", sdk).Where(type => !allowed.Any(a => type.StartsWith(a + ".", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Parley.Voxta")]
    [InlineData("Parley.Estuary")]
    [InlineData("Parley.VoxNexus")]
    [InlineData("Parley.SocketIo")]
    [InlineData("Parley.Realtime")]
    public void Conversations_know_no_wire(string sdk) => UsedTypes("Parley.Conversation.dll", sdk).ShouldBeEmpty();

    [Fact]
    public void The_check_sees_what_it_looks_for() => UsedTypes("Parley.Server.dll", "Parley.Audio").ShouldNotBeEmpty();

    /// <summary>Full names of the types of <paramref name="usedAssembly"/> that the compiled assembly refers to.</summary>
    private static List<string> UsedTypes(string assembly, string usedAssembly)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly));
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference
                    && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == usedAssembly)
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")
                .Distinct(),
        ];
    }
}
