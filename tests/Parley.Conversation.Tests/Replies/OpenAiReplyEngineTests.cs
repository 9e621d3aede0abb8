using System.Text.Json;
using Microsoft.Extensions.AI;
using Parley.Conversation.Characters;
using Parley.Conversation.Replies.OpenAi;
using Parley.Speech;
using static Parley.Conversation.Tests.Replies.ChatEndpoint;

namespace Parley.Conversation.Tests.Replies;

public sealed class OpenAiReplyEngineTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hi"), new(ChatRole.System, "It rains.")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_stream_as_they_come()
    {
        var release = new TaskCompletionSource();
        await using var endpoint = await StartAsync(async context =>
        {
            await BeginAsync(context);
            await EventAsync(context, Delta("""{"role":"assistant","content":"Hello"}"""));
            await release.Task;
            await EventAsync(context, Delta("""{"content":" there."}"""));
        });
        var updates = Ask(endpoint).GetAsyncEnumerator(Token);
        (await updates.MoveNextAsync()).ShouldBeTrue();
        updates.Current.Text.ShouldBe("Hello");
        release.SetResult();
        (await updates.MoveNextAsync()).ShouldBeTrue();
        updates.Current.Text.ShouldBe(" there.");
        await updates.DisposeAsync();
    }

    [Fact]
    public async Task Roles_alternate_for_strict_templates_and_the_limit_has_the_common_name()
    {
        await using var endpoint = await StartAsync(Words("ok"));
        (await TextAsync(Ask(endpoint, new ChatOptions { MaxOutputTokens = 77 }))).ShouldBe("ok");
        using var body = JsonDocument.Parse(endpoint.Bodies[0]);
        body.RootElement.GetProperty("max_tokens").GetInt32().ShouldBe(77);
        body.RootElement.GetProperty("stream").GetBoolean().ShouldBeTrue();
        body.RootElement.GetProperty("model").GetString().ShouldBe("m");
        var messages = body.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()).ToArray();
        messages.ShouldBe(["system", "user"]);
        endpoint.Bodies[0].ShouldContain("(It rains.)");
    }

    [Fact]
    public async Task Tool_calls_are_put_together()
    {
        await using var endpoint = await StartAsync(async context =>
        {
            await BeginAsync(context);
            await EventAsync(context, Delta("""{"role":"assistant","tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"wave","arguments":""}}]}"""));
            await EventAsync(context, Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"hand\":"}}]}"""));
            await EventAsync(context, Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"\"left\"}"}}]}"""));
            await EventAsync(context, """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""");
            await EventAsync(context, "[DONE]");
        });
        var tool = AIFunctionFactory.CreateDeclaration("wave", "Waves.", JsonDocument.Parse("""{"type":"object","properties":{"hand":{"type":"string"}}}""").RootElement);
        using var engine = Engine(endpoint);
        using var client = engine.CreateClient(new Character { Id = Guid.NewGuid(), Name = "R" });
        var response = await client.GetResponseAsync(Question, new ChatOptions { Tools = [tool] }, Token);
        var call = response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Single();
        call.Name.ShouldBe("wave");
        call.Arguments!["hand"]!.ToString().ShouldBe("left");
        endpoint.Bodies[0].ShouldContain("\"tool_choice\":\"auto\"");
    }

    [Fact]
    public async Task Thoughts_written_into_the_answer_are_not_speech()
    {
        await using var endpoint = await StartAsync(Words("<th", "ink>hm, ", "yes</thi", "nk>", "Hello ", "<b>you</b>"));
        var contents = new List<AIContent>();
        await foreach (var update in Ask(endpoint))
        {
            contents.AddRange(update.Contents);
        }

        string.Concat(contents.OfType<TextContent>().Select(c => c.Text)).ShouldBe("Hello <b>you</b>");
        string.Concat(contents.OfType<TextReasoningContent>().Select(c => c.Text)).ShouldBe("hm, yes");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failure_in_passing_is_asked_again(int status)
    {
        await using var endpoint = await StartAsync(Status(status), Status(status), Words("third time"));
        (await TextAsync(Ask(endpoint))).ShouldBe("third time");
        endpoint.Bodies.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(429, EngineFailure.RemoteError, 3)]
    [InlineData(500, EngineFailure.RemoteError, 3)]
    [InlineData(401, EngineFailure.Unauthorized, 1)]
    [InlineData(403, EngineFailure.Unauthorized, 1)]
    [InlineData(404, EngineFailure.NotSupported, 1)]
    [InlineData(400, EngineFailure.NotSupported, 1)]
    public async Task A_refusal_has_its_kind(int status, EngineFailure failure, int requests)
    {
        await using var endpoint = await StartAsync(Status(status));
        var error = await Should.ThrowAsync<EngineException>(() => TextAsync(Ask(endpoint)));
        error.Failure.ShouldBe(failure);
        endpoint.Bodies.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task A_cut_after_the_first_token_is_not_asked_again()
    {
        var heard = new TaskCompletionSource();
        await using var endpoint = await StartAsync(async context =>
        {
            await BeginAsync(context);
            await EventAsync(context, Delta("""{"content":"Half"}"""));
            await heard.Task;
            context.Abort();
        });
        await ShouldBreakAsync(endpoint, EngineFailure.ConnectionLost, "Half", heard);
        endpoint.Bodies.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_ends_without_saying_so_was_cut()
    {
        await using var endpoint = await StartAsync(async context =>
        {
            await BeginAsync(context);
            await EventAsync(context, Delta("""{"content":"Half"}"""));
        });
        await ShouldBreakAsync(endpoint, EngineFailure.ConnectionLost, "Half");
    }

    [Theory]
    [InlineData("this is no json")]
    [InlineData("""{"id":1,"choices":"none"}""")]
    public async Task Garbage_is_an_invalid_answer(string garbage)
    {
        await using var endpoint = await StartAsync(async context =>
        {
            await BeginAsync(context);
            await EventAsync(context, garbage);
        });
        var error = await Should.ThrowAsync<EngineException>(() => TextAsync(Ask(endpoint)));
        error.Failure.ShouldBe(EngineFailure.InvalidAnswer);
    }

    [Fact]
    public async Task A_stall_ends_with_the_callers_cancellation()
    {
        var reached = new TaskCompletionSource();
        await using var endpoint = await StartAsync(async context =>
        {
            await BeginAsync(context);
            reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var stop = new CancellationTokenSource();
        using var engine = Engine(endpoint);
        using var client = engine.CreateClient(new Character { Id = Guid.NewGuid(), Name = "R" });
        var asking = TextAsync(client.GetStreamingResponseAsync(Question, null, stop.Token));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Nobody_listening_is_a_lost_connection()
    {
        var endpoint = await StartAsync(Words("x"));
        var address = endpoint.Address;
        await endpoint.DisposeAsync();
        using var engine = new OpenAiReplyEngine(new OpenAiReplyOptions { Endpoint = address, Model = "m", MaxRetries = 0 });
        using var client = engine.CreateClient(new Character { Id = Guid.NewGuid(), Name = "R" });
        var error = await Should.ThrowAsync<EngineException>(() => TextAsync(client.GetStreamingResponseAsync(Question, null, Token)));
        error.Failure.ShouldBe(EngineFailure.ConnectionLost);
    }

    [Fact]
    public async Task A_picture_travels_as_a_data_address()
    {
        await using var endpoint = await StartAsync(Words("I see."));
        using var engine = Engine(endpoint);
        using var client = engine.CreateClient(new Character { Id = Guid.NewGuid(), Name = "R" });
        await client.GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("Look"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")])], null, Token);
        endpoint.Bodies[0].ShouldContain("data:image/png;base64,AQID");
    }

    private static async Task ShouldBreakAsync(ChatEndpoint endpoint, EngineFailure failure, string before, TaskCompletionSource? heard = null)
    {
        var text = "";
        var error = await Should.ThrowAsync<EngineException>(async () =>
        {
            await foreach (var update in Ask(endpoint))
            {
                text += update.Text;
                heard?.TrySetResult();
            }
        });
        error.Failure.ShouldBe(failure);
        text.ShouldBe(before);
    }

    private static OpenAiReplyEngine Engine(ChatEndpoint endpoint) => new(new OpenAiReplyOptions { Endpoint = endpoint.Address, Model = "m", RetryDelay = TimeSpan.FromMilliseconds(1) });

    private static async IAsyncEnumerable<ChatResponseUpdate> Ask(ChatEndpoint endpoint, ChatOptions? options = null)
    {
        using var engine = Engine(endpoint);
        using var client = engine.CreateClient(new Character { Id = Guid.NewGuid(), Name = "R" });
        await foreach (var update in client.GetStreamingResponseAsync(Question, options, Token))
        {
            yield return update;
        }
    }

    private static async Task<string> TextAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        var text = "";
        await foreach (var update in updates)
        {
            text += update.Text;
        }

        return text;
    }
}
