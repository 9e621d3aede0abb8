using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Parley.Conversation.Tests.Replies;

/// <summary>A chat endpoint on loopback that answers, or misbehaves, as the test says: one behaviour a request, the last one repeated.</summary>
internal sealed class ChatEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<string> _bodies = [];
    private int _requests;

    private ChatEndpoint(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First() + "/v1");

    public IReadOnlyList<string> Bodies
    {
        get
        {
            lock (_bodies)
            {
                return [.. _bodies];
            }
        }
    }

    public static async Task<ChatEndpoint> StartAsync(params Func<HttpContext, Task>[] behaviours)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var endpoint = new ChatEndpoint(app);
        app.MapPost("/v1/chat/completions", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            lock (endpoint._bodies)
            {
                endpoint._bodies.Add(body);
            }

            var index = Interlocked.Increment(ref endpoint._requests) - 1;
            await behaviours[Math.Min(index, behaviours.Length - 1)](context);
        });
        await app.StartAsync();
        return endpoint;
    }

    public static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync("""{"error":{"message":"no"}}""");
    };

    public static Func<HttpContext, Task> Words(params string[] words) => async context =>
    {
        await BeginAsync(context);
        foreach (var word in words)
        {
            await EventAsync(context, Delta($$"""{"content":{{System.Text.Json.JsonSerializer.Serialize(word)}}}"""));
        }

        await EventAsync(context, """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        await EventAsync(context, "[DONE]");
    };

    public static async Task BeginAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.StartAsync();
    }

    public static async Task EventAsync(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n");
        await context.Response.Body.FlushAsync();
    }

    public static string Delta(string delta) => $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""";

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

}
