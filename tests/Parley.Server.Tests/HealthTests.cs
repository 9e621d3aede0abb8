using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Health;
using Parley.Testing.Server;

namespace Parley.Server.Tests;

public sealed class HealthTests
{
    [Theory]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("api/health")]
    public async Task A_running_server_is_well_and_needs_no_key_to_say_so(string path)
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["requireKeys"] = "true" });

        using var answer = await server.Http.GetAsync(path, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var json = await ReadAsync(answer);
        json.GetProperty("status").GetString().ShouldBe("ok");
        json.GetProperty("version").GetString().ShouldBe(ParleyVersion.Current);
        json.GetProperty("instance").GetString().ShouldBe(server.Server.Services.GetRequiredService<ServerRun>().Instance);
    }

    [Fact]
    public async Task A_part_that_cannot_work_makes_the_server_unready_but_not_dead()
    {
        await using var server = await ServerFixture.StartAsync(configure: services => services.AddSingleton<IReadinessCheck, Broken>());

        using var ready = await server.Http.GetAsync("health/ready", TestContext.Current.CancellationToken);
        using var live = await server.Http.GetAsync("health/live", TestContext.Current.CancellationToken);

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ReadAsync(ready)).GetProperty("problems").GetProperty("broken").GetString().ShouldBe("No disk.");
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    private sealed class Broken : IReadinessCheck
    {
        public string Name => "broken";

        public ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>("No disk.");
    }
}
