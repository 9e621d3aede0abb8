using System.Text.Json;

namespace Parley.Server.Tests.Voxta;

/// <summary>Negotiation, handshake, tokens (specification §1.2 to §1.4).</summary>
public sealed class HandshakeTests
{
    [Fact]
    public async Task Negotiation_gives_a_url_safe_token_and_names_the_client_instance_in_a_cookie()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var http = new HttpClient();
        using var response = await http.PostAsync(new Uri(voxta.Server.Address, "hub/negotiate?negotiateVersion=1"), null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        body.GetProperty("negotiateVersion").GetInt32().ShouldBe(1);
        body.GetProperty("connectionToken").GetString()!.ShouldMatch("^[A-Za-z0-9_-]+$");
        body.GetProperty("availableTransports")[0].GetProperty("transport").GetString().ShouldBe("WebSockets");
        body.GetProperty("availableTransports")[0].GetProperty("transferFormats")[0].GetString().ShouldBe("Text");
        body.TryGetProperty("url", out _).ShouldBeFalse();
        response.Headers.GetValues("Set-Cookie").Single().ShouldStartWith("voxta_client=");
    }

    [Fact]
    public async Task The_handshake_reply_is_alone_in_its_message_even_when_calls_came_with_the_handshake()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var socket = await voxta.OpenAsync();
        await socket.SendTextAsync("{\"protocol\":\"json\",\"version\":1}\u001e{\"type\":1,\"invocationId\":\"1\",\"target\":\"SendMessage\",\"arguments\":[{\"$type\":\"authenticate\",\"client\":\"T\"}]}\u001e");
        (await socket.ReceiveRawAsync()).ShouldBe("{}\u001e");
        socket.StartReading();
        await socket.NextAsync("welcome");
    }

    [Fact]
    public async Task A_missing_terminator_and_a_binary_frame_are_forgiven()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var bare = await voxta.OpenAsync();
        await bare.SendTextAsync("{\"protocol\":\"json\",\"version\":1}");
        (await bare.ReceiveRawAsync()).ShouldBe("{}\u001e");
        using var binary = await voxta.OpenAsync();
        await binary.SendBinaryAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray());
        (await binary.ReceiveRawAsync()).ShouldBe("{}\u001e");
    }

    [Theory]
    [InlineData("{\"protocol\":\"messagepack\",\"version\":1}")]
    [InlineData("{\"protocol\":\"json\",\"version\":2}")]
    [InlineData("{\"protocol\":1}")]
    [InlineData("nonsense")]
    public async Task Another_protocol_is_refused_with_a_reason(string handshake)
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var socket = await voxta.OpenAsync();
        await socket.SendTextAsync(handshake + "\u001e");
        JsonDocument.Parse((await socket.ReceiveRawAsync()).TrimEnd('\u001e')).RootElement.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        (await socket.ReceiveRawAsync()).ShouldBe("<close>");
    }

    [Fact]
    public async Task A_token_opens_several_connections_at_once_and_an_unknown_one_opens_a_plain_connection()
    {
        await using var voxta = await VoxtaFixture.StartAsync();
        using var http = new HttpClient();
        using var response = await http.PostAsync(new Uri(voxta.Server.Address, "hub/negotiate?negotiateVersion=1"), null, TestContext.Current.CancellationToken);
        var token = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("connectionToken").GetString();
        await voxta.AppAsync("?id=" + token);
        await voxta.AppAsync("?id=" + token);
        await voxta.AppAsync("?id=never-issued");
    }

    [Fact]
    public async Task With_keys_the_upgrade_needs_one_in_any_of_its_places()
    {
        await using var voxta = await VoxtaFixture.StartAsync(settings: new Dictionary<string, string?> { ["requireKeys"] = "true" });
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => voxta.OpenAsync());
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => voxta.OpenAsync("?access_token=est_wrong"));
    }
}
