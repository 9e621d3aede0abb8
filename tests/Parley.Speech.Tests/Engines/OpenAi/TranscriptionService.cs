using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Audio.Wav;
using Parley.Speech.Recognition.Utterances;

namespace Parley.Speech.Tests.Engines.OpenAi;

/// <summary>A local server with OpenAI's transcription wire: it hears through another engine, or misbehaves as told.</summary>
internal sealed class TranscriptionService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IUtteranceEngine _ears;

    private TranscriptionService(WebApplication app, IUtteranceEngine ears)
    {
        _app = app;
        _ears = ears;
    }

    /// <summary>What to do with the n-th request (from 0) instead of transcribing; false transcribes.</summary>
    public Func<HttpContext, int, Task<bool>> Instead { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Whether requests for word times are refused, as newer models of OpenAI do.</summary>
    public bool KnowsOnlyPlainJson { get; set; }

    public Uri BaseUrl => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1");

    /// <summary>The fields of the requests received, in order, with the key as "authorization".</summary>
    public List<Dictionary<string, string>> Requests { get; } = [];

    public static async Task<TranscriptionService> StartAsync(IUtteranceEngine ears)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new TranscriptionService(builder.Build(), ears);
        service._app.MapPost("/v1/audio/transcriptions", service.AnswerAsync);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var fields = form.ToDictionary(f => f.Key, f => f.Value.ToString());
        fields["authorization"] = context.Request.Headers.Authorization.ToString();
        int number;
        lock (Requests)
        {
            number = Requests.Count;
            Requests.Add(fields);
        }

        if (await Instead(context, number))
        {
            return;
        }

        var verbose = fields["response_format"] == "verbose_json";
        if (verbose && KnowsOnlyPlainJson)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new { error = new { message = "response_format 'verbose_json' is not compatible with this model" } });
            return;
        }

        var heard = await HearAsync(form.Files.Single(), context.RequestAborted);
        var text = heard is null ? "" : " " + heard.Text;
        context.Response.ContentType = "application/json";
        object answer = verbose
            ? new
            {
                task = "transcribe",
                language = "english",
                text,
                segments = heard is null
                    ? []
                    : new[] { new { id = 0, start = 0.0, end = 1.0, avg_logprob = Math.Log(heard.Confidence!.Value), no_speech_prob = 0.01 } },
                words = heard?.Words.Select(w => new { word = " " + w.Text, start = w.Offset.TotalSeconds, end = (w.Offset + w.Duration).TotalSeconds }),
            }
            : new { text };
        await context.Response.WriteAsync(JsonSerializer.Serialize(answer));
    }

    private async Task<DecodedUtterance?> HearAsync(IFormFile file, CancellationToken cancellationToken)
    {
        await using var wav = await WavReader.OpenAsync(file.OpenReadStream(), cancellationToken: cancellationToken);
        wav.Format.SampleRate.ShouldBe(IUtteranceDecoder.SampleRate);
        await using var source = _ears.OpenSource(new("en-US", false, [], null, null));
        await using var decoder = await source.LeaseAsync(cancellationToken);
        var samples = new short[1_600];
        while (await wav.ReadAsync(samples, cancellationToken) is > 0 and var count)
        {
            decoder.Accept(samples.AsSpan(0, count));
        }

        return await decoder.FinishAsync(cancellationToken);
    }
}
