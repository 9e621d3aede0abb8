using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.Speech.Engines.Flite;
using Parley.Speech.Synthesis;

namespace Parley.Speech.Tests.Engines.OpenAi;

/// <summary>A local server with OpenAI's text-to-speech wire: it speaks through Flite, or misbehaves as told.</summary>
internal sealed class SpeechService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FliteSynthesizer _flite = new();

    private SpeechService(WebApplication app) => _app = app;

    /// <summary>What to do instead of speaking; null speaks.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public Uri BaseUrl => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1");

    /// <summary>The JSON bodies received, in order.</summary>
    public List<JsonElement> Requests { get; } = [];

    /// <summary>The Authorization headers received.</summary>
    public List<string> Authorizations { get; } = [];

    public static async Task<SpeechService> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var service = new SpeechService(builder.Build());
        service._app.MapPost("/v1/audio/speech", service.AnswerAsync);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _flite.DisposeAsync();
    }

    /// <summary>Speech as this server makes it.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> SpeakAsync(JsonElement body)
    {
        var request = new SynthesisRequest
        {
            Text = body.GetProperty("input").GetString()!,
            VoiceId = "flite-kal16",
            Speed = Math.Clamp(body.TryGetProperty("speed", out var speed) ? speed.GetDouble() : 1, 0.5, 2),
        };
        await foreach (var chunk in _flite.SynthesizeAsync(request))
        {
            yield return MemoryMarshal.AsBytes(chunk.Samples.Span).ToArray();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = (await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted)).RootElement;
        lock (Requests)
        {
            Requests.Add(body);
            Authorizations.Add(context.Request.Headers.Authorization.ToString());
        }

        if (Instead is { } instead)
        {
            await instead(context);
            return;
        }

        var isWav = body.GetProperty("response_format").GetString() == "wav";
        context.Response.ContentType = isWav ? "audio/wav" : "audio/pcm";
        if (isWav)
        {
            var header = new byte[WavHeader.Length];
            WavHeader.Write(header, PcmFormat.Speech16K);
            await context.Response.Body.WriteAsync(header, context.RequestAborted);
        }

        await foreach (var bytes in SpeakAsync(body))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }

        if (context.Response.HasStarted)
        {
            return;
        }

        // A real service answers a text without words with a little silence.
        await context.Response.BodyWriter.WriteAsync(new byte[640], context.RequestAborted);
    }
}
