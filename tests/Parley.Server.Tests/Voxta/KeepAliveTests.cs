using Microsoft.Extensions.DependencyInjection;
using Parley.Testing;

namespace Parley.Server.Tests.Voxta;

/// <summary>Pings, and clients that fall silent (specification §1.5, §1.7).</summary>
public sealed class KeepAliveTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task An_idle_connection_is_pinged_and_a_client_that_never_pings_stays()
    {
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));
        var socket = await voxta.AppAsync();
        for (var seconds = 0; seconds < 600; seconds += 10)
        {
            // The stock JavaScript client gives up after 30 s, and wants one within 15.
            _time.Advance(TimeSpan.FromSeconds(10));
            await socket.NextPingAsync();
        }

        await socket.InvokeAsync("""{"$type":"loadCharactersList"}""");
    }

    [Fact]
    public async Task A_client_that_pinged_once_is_dropped_when_it_falls_silent()
    {
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));
        var other = await voxta.AppAsync();
        var socket = await voxta.AppAsync();
        await socket.SendTextAsync("{\"type\":6}\u001e");
        await socket.InvokeAsync("""{"$type":"loadCharactersList"}""");
        for (var seconds = 0; seconds < 60; seconds += 10)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await socket.NextPingAsync();
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        await socket.Closed;
        await other.InvokeAsync("""{"$type":"loadCharactersList"}""");
    }
}
