using System.Net;
using Parley.Testing.Server;

namespace Parley.Server.Tests.Security;

/// <summary>The Host header must name this server, else 421.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:81")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10:5384")]
    [InlineData("[::1]:5384")]
    [InlineData("parley.example")]
    [InlineData("Parley.Example:443")]
    public async Task A_name_of_this_server_passes(string host)
    {
        await using var server = await ServerFixture.StartAsync(new Dictionary<string, string?> { ["allowedHosts"] = "parley.example" });
        (await StatusAsync(server, host)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("notlocalhost")]
    [InlineData("192.0.2.1")]
    [InlineData("[2001:db8::1]:5384")]
    public async Task Any_other_host_gets_421(string host)
    {
        await using var server = await ServerFixture.StartAsync();
        (await StatusAsync(server, host)).ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Fact]
    public async Task An_upgrade_under_a_foreign_host_gets_421_and_no_socket()
    {
        await using var server = await ServerFixture.StartAsync();

        var socket = await RawSocket.UpgradeAsync(server, "/v1/tts/realtime", "Host: rebound.example");

        socket.StatusLine.ShouldStartWith("HTTP/1.1 421");
    }

    [Fact]
    public async Task A_request_without_host_gets_421()
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await RawSocket.SendAsync(server, "GET /health/live HTTP/1.0\r\n\r\n");

        answer.StatusLine.ShouldContain(" 421 ");
    }

    private static async Task<HttpStatusCode> StatusAsync(ServerFixture server, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "health/live");
        request.Headers.Host = host;
        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
