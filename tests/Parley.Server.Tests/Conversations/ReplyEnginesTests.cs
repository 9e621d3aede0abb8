using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Parley.Conversation.Replies.OpenAi;
using Parley.Conversation.Replies.Scripted;
using Parley.Server.Conversations;
using Parley.Server.Settings;
using Parley.Testing;

namespace Parley.Server.Tests.Conversations;

/// <summary>Which engine the settings choose, against an endpoint that answers over real HTTP.</summary>
public sealed class ReplyEnginesTests
{
    [Fact]
    public void Without_an_endpoint_replies_are_scripted() => ReplyEngines.Create(new ParleyOptions(), TimeProvider.System).ShouldBeOfType<ScriptedReplyEngine>();

    [Fact]
    public async Task Without_a_model_the_endpoint_is_asked_with_the_key_of_the_file()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("key"), " secret\n", TestContext.Current.CancellationToken);
        string? seen = null;
        await using var endpoint = await StartAsync(context =>
        {
            seen = $"{context.Request.Path} {context.Request.Headers.Authorization}";
            return context.Response.WriteAsync("""{"object":"list","data":[{"id":"tiny"},{"id":"other"}]}""");
        });

        using var engine = ReplyEngines.Create(Options(endpoint) with { LlmKeyFile = folder.File("key") }, TimeProvider.System).ShouldBeOfType<OpenAiReplyEngine>();

        seen.ShouldBe("/v1/models Bearer secret");
    }

    [Fact]
    public void With_a_model_nobody_is_asked_before_the_first_reply()
    {
        using var engine = ReplyEngines.Create(new ParleyOptions { Llm = new Uri("http://127.0.0.1:1"), LlmModel = "m" }, TimeProvider.System).ShouldBeOfType<OpenAiReplyEngine>();
    }

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(200, """{"data":[]}""")]
    [InlineData(200, "no json")]
    [InlineData(401, "{}")]
    public async Task An_endpoint_that_names_no_model_is_a_clear_error(int status, string body)
    {
        await using var endpoint = await StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });

        Should.Throw<SettingsException>(() => ReplyEngines.Create(Options(endpoint), TimeProvider.System)).Message.ShouldContain("llmModel");
    }

    [Fact]
    public void A_key_file_that_is_missing_or_empty_is_a_clear_error()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder.File("empty"), "\n");
        var options = new ParleyOptions { Llm = new Uri("http://127.0.0.1:1"), LlmModel = "m" };

        Should.Throw<SettingsException>(() => ReplyEngines.Create(options with { LlmKeyFile = folder.File("empty") }, TimeProvider.System)).Message.ShouldContain("is empty");
        Should.Throw<SettingsException>(() => ReplyEngines.Create(options with { LlmKeyFile = folder.File("none") }, TimeProvider.System)).Message.ShouldContain("cannot be read");
    }

    private static ParleyOptions Options(WebApplication endpoint) => new() { Llm = new Uri(endpoint.Urls.First()) };

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
