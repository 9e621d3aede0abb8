using System.Text.Json;

namespace Parley.Testing;

/// <summary>Part of every test project of an SDK: all its tests run as in an app without reflection-based JSON.</summary>
public sealed class NoReflectionJsonTests
{
    [Fact]
    public void Reflection_based_JSON_is_switched_off_here()
    {
        JsonSerializer.IsReflectionEnabledByDefault.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => JsonSerializer.Serialize(new Anything(1)));
    }

    private sealed record Anything(int Value);
}
