using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Playwright;
using Parley.Audio;
using Parley.Audio.Wav;
using Parley.EndToEnd.VoxNexus;
using Parley.Testing;
using Parley.Testing.Server;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>A real server and Chromium on its console, with a WAV file as the microphone. Elements are found as people find them: by role and label.</summary>
internal sealed class ConsoleBrowser : IAsyncDisposable
{
    private const float Patience = 90_000;

    private readonly ConsoleSetup _setup;
    private readonly TemporaryDirectory _data;
    private readonly TemporaryDirectory _files = new();
    private readonly List<string> _problems = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private ConsoleBrowser(ConsoleSetup setup, ServerFixture server, TemporaryDirectory data)
    {
        _setup = setup;
        _data = data;
        Server = server;
    }

    public ServerFixture Server { get; private set; }

    public IPage Page { get; private set; } = null!;

    /// <summary>Where the page is, ending in a slash.</summary>
    public Uri Address => _setup.Host is { } host ? new UriBuilder(Server.Address) { Host = host }.Uri : Server.Address;

    /// <summary>What went over the page's sockets.</summary>
    public SpeechTraffic Traffic { get; } = new();

    /// <summary>Folder for files that the browser downloads or uploads.</summary>
    public string Files => _files.FullPath;

    /// <summary>The key that the server left for the owner of its data directory.</summary>
    public string OwnersKey => JsonElement.Parse(File.ReadAllText(_data.File("server.json"))).GetProperty("key").GetString()!;

    /// <summary>What went wrong in the page, as its console tells.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_problems)
            {
                return [.. _problems];
            }
        }
    }

    public static async Task<ConsoleBrowser> OpenAsync(ConsoleSetup? setup = null, string hash = "")
    {
        setup ??= new ConsoleSetup();
        var data = new TemporaryDirectory();
        ServerFixture server;
        try
        {
            server = await ServerFixture.StartAsync(setup.Settings, folder: data);
        }
        catch
        {
            data.Dispose();
            throw;
        }

        var browser = new ConsoleBrowser(setup, server, data);
        try
        {
            await browser.LaunchAsync();
            await browser.Page.GotoAsync(new Uri(browser.Address, hash).ToString());
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes to a view by its address.</summary>
    public async Task GoAsync(string hash)
    {
        await Page.GotoAsync(new Uri(Address, hash).ToString());
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    /// <summary>Another tab of the same browser on the same address.</summary>
    public async Task<IPage> OpenTabAsync()
    {
        var tab = await OpenTabAsync(Page.Context);
        await tab.GotoAsync(Page.Url);
        return tab;
    }

    /// <summary>Stops the server, waits for the page to notice, and starts it again on the same port and data.</summary>
    public async Task RestartServerAsync(Func<Task> whileGone)
    {
        var port = Server.Address.Port;
        await Server.DisposeAsync();
        await whileGone();
        Server = await ServerFixture.StartAsync(new Dictionary<string, string?>(_setup.Settings) { ["port"] = $"{port}" }, folder: _data);
    }

    /// <summary>The page's console told nothing wrong.</summary>
    public void ShouldBeQuiet() => Problems.ShouldBeEmpty();

    /// <summary>Forgets what a test made go wrong.</summary>
    public void Forgive()
    {
        lock (_problems)
        {
            _problems.Clear();
        }
    }

    /// <summary>Writes a picture of the page to artifacts/console.</summary>
    public async Task PictureAsync(string name)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "console");
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>axe finds nothing that WCAG 2.2 AA forbids.</summary>
    public async Task ShouldBeAccessibleAsync(string what)
    {
        var found = await Page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations
              .map(v => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 5).map(n => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).join('\n  ')}`)
            """);
        found.EnumerateArray().Select(v => v.GetString()).ShouldBeEmpty(what);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        await Server.DisposeAsync();
        _data.Dispose();
        _files.Dispose();
    }

    private async Task LaunchAsync()
    {
        SetDefaultExpectTimeout(Patience);
        List<string> arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"];
        if (_setup.MayRecord)
        {
            var wav = Path.Combine(_files.FullPath, "microphone.wav");
            await WriteMicrophoneAsync(wav);
            arguments.AddRange(["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-audio-capture={wav}"]);
        }

        if (_setup.Host is { } host)
        {
            arguments.Add($"--host-resolver-rules=MAP {host} 127.0.0.1");
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = arguments });
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            Permissions = _setup.MayRecord ? ["microphone"] : [],
            ViewportSize = _setup.Viewport,
            HasTouch = _setup.IsTouched,
            IsMobile = _setup.IsTouched,
            ColorScheme = _setup.ColorScheme,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(Patience);
        await context.AddInitScriptAsync(scriptPath: Path.Combine(Repository.Root, "tests", "peers", "node_modules", "axe-core", "axe.min.js"));
        if (_setup.Script is { } script)
        {
            await context.AddInitScriptAsync(script);
        }

        Page = await OpenTabAsync(context);
        Page.WebSocket += (_, socket) =>
        {
            socket.FrameSent += (_, frame) => Traffic.Sent(frame.Text);
            socket.FrameReceived += (_, frame) => Traffic.Received(frame.Text);
        };
    }

    private async Task<IPage> OpenTabAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Keep($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => Keep("exception: " + error);
        return page;
    }

    private async Task WriteMicrophoneAsync(string path)
    {
        var pcm = _setup.Speech is { } text ? await Recordings.SpeakAsync(Server, text, _setup.Pause) : new byte[32_000];
        await using var writer = WavWriter.Create(path, PcmFormat.Speech16K);
        await writer.WriteAsync(MemoryMarshal.Cast<byte, short>(pcm).ToArray(), TestContext.Current.CancellationToken);
    }

    private void Keep(string line)
    {
        lock (_problems)
        {
            _problems.Add(line);
        }
    }
}
