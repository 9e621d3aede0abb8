using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Playwright;
using Parley.Testing;
using Parley.Testing.Server;

namespace Parley.EndToEnd.VoxNexus;

/// <summary>
/// Chromium with a page of <c>https://api.voxnexus.ai</c>, which the browser's resolver maps to a server with a certificate for that name,
/// and with a WAV file as its microphone.
/// </summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    public const string Host = "api.voxnexus.ai";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _folder;
    private readonly Channel<(string Socket, JsonObject Message)> _received = Channel.CreateUnbounded<(string, JsonObject)>();
    private readonly List<string> _console = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private BrowserPage(TemporaryDirectory folder, ServerFixture server)
    {
        _folder = folder;
        Server = server;
    }

    public ServerFixture Server { get; }

    public IPage Page { get; private set; } = null!;

    public string Console
    {
        get
        {
            lock (_console)
            {
                return string.Join('\n', _console);
            }
        }
    }

    /// <param name="microphone">16 kHz samples that the microphone repeats; null for silence.</param>
    public static async Task<BrowserPage> OpenAsync(byte[]? microphone = null)
    {
        var folder = new TemporaryDirectory();
        var (certificate, key) = CreateCertificate(folder.FullPath);
        var server = await ServerFixture.StartAsync(new Dictionary<string, string?>
        {
            ["tlsCert"] = certificate,
            ["tlsKey"] = key,
            ["allowedHosts:0"] = Host,
        });
        var page = new BrowserPage(folder, server);
        try
        {
            await page.LaunchAsync(microphone ?? new byte[32_000]);
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a script as a module of the page.</summary>
    public Task RunAsync(string script) => Page.AddScriptTagAsync(new PageAddScriptTagOptions { Content = script, Type = "module" });

    /// <summary>Waits for the next message that fits, to any of the page's sockets; what comes before is passed over.</summary>
    public async Task<JsonObject> WaitForAsync(string path, Predicate<JsonObject> predicate)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var timer = TimeProvider.System.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), deadline, Deadline, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                var (socket, message) = await _received.Reader.ReadAsync(deadline.Token);
                if (socket.Contains(path, StringComparison.Ordinal) && predicate(message))
                {
                    return message;
                }
            }
        }
        catch (OperationCanceledException e)
        {
            throw new InvalidOperationException($"The message did not come. The console says:\n{Console}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task LaunchAsync(byte[] microphone)
    {
        var wav = Path.Combine(_folder.FullPath, "microphone.wav");
        await WriteWavAsync(wav, microphone);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-audio-capture={wav}",
                "--autoplay-policy=no-user-gesture-required", $"--host-resolver-rules=MAP {Host}:443 127.0.0.1:{Server.Address.Port}",
            ],
        });
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true, Permissions = ["microphone"] });
        Page = await context.NewPageAsync();
        Page.Console += (_, message) => Keep(message.Text);
        Page.PageError += (_, error) => Keep("error: " + error);
        Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => _received.Writer.TryWrite((socket.Url, JsonNode.Parse(frame.Text!)!.AsObject()));
        await Page.GotoAsync($"https://{Host}/health/live");
        await Page.SetContentAsync("<p id=caption></p>");
    }

    private void Keep(string line)
    {
        lock (_console)
        {
            _console.Add(line);
        }
    }

    private static async Task WriteWavAsync(string path, byte[] pcm)
    {
        var writer = Parley.Audio.Wav.WavWriter.Create(path, Parley.Audio.PcmFormat.Speech16K);
        await using (writer)
        {
            await writer.WriteAsync(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(pcm).ToArray(), TestContext.Current.CancellationToken);
        }
    }

    private static (string Certificate, string Key) CreateCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        var files = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        File.WriteAllText(files.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(files.Item2, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
