using System.Net;
using System.Text;

namespace Parley.SocketIo.AspNetCore.Tests.Conformance;

/// <summary>Messages by HTTP, and what is wrong with them.</summary>
public sealed class EngineIoPollingTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("4hello", "4hello")]
    [InlineData("4test1\u001e4test2\u001e4test3", "4test1\u001e4test2\u001e4test3")]
    [InlineData("4hello\u001ebAQIDBA==", "4hello\u001ebAQIDBA==")]
    [InlineData("4äöü 漢 😀", "4äöü 漢 😀")]
    [InlineData("4", "4")]
    [InlineData("b", "b")]
    [InlineData("bAQ", "bAQ==")]
    [InlineData("6\u001e0\u001e5\u001e4x", "4x")]
    public async Task Polling_carries_messages(string sent, string received)
    {
        var session = await server.OpenPollingAsync();

        var post = await server.PostAsync(session, sent);
        post.ShouldBe((HttpStatusCode.OK, "ok"));

        (await server.GetAsync(session)).ShouldBe((HttpStatusCode.OK, received));
    }

    [Fact]
    public async Task A_polling_body_may_come_in_pieces_of_any_size()
    {
        var bytes = Encoding.UTF8.GetBytes("4ä1\u001ebAQIDBA==\u001e4漢");
        var session = await server.OpenPollingAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, session)) { Content = new PushContent(bytes) };

        using var response = await server.Http.SendAsync(request, Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.GetAsync(session)).Body.ShouldBe("4ä1\u001ebAQIDBA==\u001e4漢");
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_replaced_and_pass_on_as_UTF8()
    {
        var session = await server.OpenPollingAsync();
        using var content = new ByteArrayContent([(byte)'4', 0xC3, (byte)'x']);

        using var response = await server.Http.PostAsync(new Uri(server.Url, session), content, Stop);

        (await server.GetAsync(session)).Body.ShouldBe("4\uFFFDx");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("\u001e")]
    [InlineData("4x\u001e")]
    [InlineData("7")]
    [InlineData("2")]
    public async Task A_body_that_is_not_packets_closes_the_session(string body)
    {
        var session = await server.OpenPollingAsync();

        await server.PostAsync(session, body);

        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_above_maxPayload_is_refused_and_the_session_lives()
    {
        var session = await server.OpenPollingAsync();

        (await server.PostAsync(session, "4" + new string('x', 1_000_000))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await server.PostAsync(session, "4" + new string('x', 999_999))).Status.ShouldBe(HttpStatusCode.OK);
        (await server.GetAsync(session)).Body.Length.ShouldBe(1_000_000);
    }

    [Fact]
    public async Task A_body_above_maxPayload_without_a_length_is_refused_too()
    {
        var session = await server.OpenPollingAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, session)) { Content = new PushContent(new byte[1_000_001], 100_000) };

        try
        {
            using var response = await server.Http.SendAsync(request, Stop);
            response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        }
        catch (HttpRequestException)
        {
            // The answer came before the body was sent, and the connection was closed under it.
        }

        (await server.PostAsync(session, "4x")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Octet_streams_belong_to_an_older_protocol_and_close_the_session()
    {
        var session = await server.OpenPollingAsync();
        using var content = new ByteArrayContent("4x"u8.ToArray());
        content.Headers.ContentType = new("application/octet-stream");

        (await server.Http.PostAsync(new Uri(server.Url, session), content, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_second_poll_closes_the_session()
    {
        var session = await server.OpenPollingAsync();
        var first = await server.StartPollAsync(session, Stop);

        (await server.GetAsync(session + "&t=burst")).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await first).ShouldBe((HttpStatusCode.OK, "1"));
        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_second_post_closes_the_session()
    {
        var session = await server.OpenPollingAsync();
        using var slow = new HeldContent("4x"u8.ToArray());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, session)) { Content = slow };
        var first = server.Http.SendAsync(request, Stop);
        await slow.Started.WaitAsync(TimeSpan.FromSeconds(30), Stop);

        // The head of the first is on its way; the second is refused as soon as that has arrived.
        HttpStatusCode second;
        do
        {
            second = (await server.PostAsync(session, "4y")).Status;
        }
        while (second == HttpStatusCode.OK);

        second.ShouldBe(HttpStatusCode.BadRequest);
        slow.Release();
        using var ended = await first;
        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_cancelled_poll_closes_the_session()
    {
        var session = await server.OpenPollingAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var poll = await server.StartPollAsync(session, cancel.Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => poll);

        // Whether the server sees the end of the first or the second first, there was one poll too many.
        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_close_packet_by_post_ends_the_session_and_frees_the_poll()
    {
        var session = await server.OpenPollingAsync();
        var poll = await server.StartPollAsync(session, Stop);

        (await server.PostAsync(session, "1")).ShouldBe((HttpStatusCode.OK, "ok"));

        (await poll).ShouldBe((HttpStatusCode.OK, "6"));
        (await server.GetAsync(session)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }
}
