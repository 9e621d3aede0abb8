using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Parley.Testing;

namespace Parley.Cli.Tests;

/// <summary>The server's figures at a collector, over the real protocol.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Figures_reach_the_collector_that_the_standard_variables_name()
    {
        var received = Channel.CreateUnbounded<(string Path, byte[] Body)>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            received.Writer.TryWrite((context.Request.Path, body.ToArray()));
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        using var folder = new TemporaryDirectory();
        using var server = await ParleyProcess.UpAsync(folder.FullPath, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.First(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }, []);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Headers.Host = "elsewhere.example";
        using var refused = await http.SendAsync(request, TestContext.Current.CancellationToken);

        server.Signal(ParleyProcess.Terminate);
        (await server.WaitAsync()).ShouldBe(ExitCodes.Done);

        received.Writer.Complete();
        var figures = await received.Reader.ReadAllAsync(TestContext.Current.CancellationToken).Where(r => r.Path == "/v1/metrics").Select(r => Encoding.Latin1.GetString(r.Body)).ToListAsync(TestContext.Current.CancellationToken);
        figures.ShouldContain(text => text.Contains("parley.requests.refused") && text.Contains("host"));
    }
}
