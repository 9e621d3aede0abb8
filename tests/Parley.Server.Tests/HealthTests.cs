using System.Net;
using Parley.Testing.Server;

namespace Parley.Server.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task A_running_server_is_live()
    {
        await using var server = await ServerFixture.StartAsync();

        using var answer = await server.Http.GetAsync("health/live", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"status":"ok"}""");
    }
}
