using System.Collections;
using Parley.Server.Settings;
using Parley.Testing;

namespace Parley.Server.Tests.Settings;

public sealed class ParleySettingsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    [Fact]
    public void Flags_win_over_environment_over_file_over_defaults()
    {
        var settings = Load(
            """{ "host": "127.0.0.4", "port": 1, "llmModel": "file", "requireKeys": true }""",
            new() { ["PARLEY_PORT"] = "2", ["PARLEY_LLM_MODEL"] = "environment" },
            new() { ["port"] = "3", ["host"] = null }).Options;

        settings.Host.ShouldBe("127.0.0.4");
        settings.Port.ShouldBe(3);
        settings.LlmModel.ShouldBe("environment");
        settings.RequireKeys.ShouldBe(true);
        settings.AutoSession.ShouldBeTrue();
    }

    [Fact]
    public void Every_spelling_of_a_name_means_the_same_setting()
    {
        Load("""{ "require-keys": true }""").Options.RequireKeys.ShouldBe(true);
        Load("""{ "RequireKeys": true }""").Options.RequireKeys.ShouldBe(true);
        Load("{}", new() { ["PARLEY_REQUIRE_KEYS"] = "true" }).Options.RequireKeys.ShouldBe(true);
        Load("{}", flags: new() { ["require-keys"] = "true" }).Options.RequireKeys.ShouldBe(true);
        Load("""{ "limits": { "drainSeconds": 7 } }""").Options.Limits.DrainSeconds.ShouldBe(7);
        Load("{}", new() { ["PARLEY_LIMITS__DRAIN_SECONDS"] = "7" }).Options.Limits.DrainSeconds.ShouldBe(7);
    }

    [Fact]
    public void A_list_of_a_stronger_source_replaces_the_weaker_one_whole()
    {
        const string file = """{ "allowedOrigins": ["https://a.example", "https://b.example", "https://c.example"] }""";

        Load(file).Options.AllowedOrigins.Count.ShouldBe(3);
        Load(file, new() { ["PARLEY_ALLOWED_ORIGINS"] = "https://d.example, https://e.example" }).Options.AllowedOrigins.ShouldBe(["https://d.example", "https://e.example"]);
    }

    [Fact]
    public void Sections_of_other_parts_keep_their_names()
    {
        var settings = Load("""{ "speech": { "voiceAliases": { "vl-x": ["flite-slt"] } } }""", new() { ["PARLEY_SPEECH__DEFAULT_VOICE"] = "flite-rms" });

        settings.Configuration["speech:voiceAliases:vl-x:0"].ShouldBe("flite-slt");
        settings.Configuration["speech:defaultVoice"].ShouldBe("flite-rms");
        settings.Unknown.ShouldBeEmpty();
    }

    [Fact]
    public void A_name_that_means_nothing_is_reported_not_refused() => Load("""{ "requireKey": true }""").Unknown.ShouldBe(["requireKey"]);

    [Theory]
    [InlineData("""{ "port": 70000 }""", "Port")]
    [InlineData("""{ "port": "abc" }""", "Port")]
    [InlineData("""{ "host": "" }""", "Host")]
    [InlineData("""{ "pathBase": "parley/" }""", "PathBase")]
    [InlineData("""{ "allowedOrigins": ["app.example"] }""", "allowedOrigins")]
    [InlineData("""{ "allowedOrigins": ["https://app.example/"] }""", "allowedOrigins")]
    [InlineData("""{ "allowedHosts": ["http://app.example"] }""", "allowedHosts")]
    [InlineData("""{ "trustedProxies": ["proxy"] }""", "trustedProxies")]
    [InlineData("""{ "tlsKey": "/nowhere.pem" }""", "tlsKey")]
    [InlineData("""{ "tlsCert": "/nowhere.pem" }""", "/nowhere.pem")]
    [InlineData("""{ "llm": "localhost:11434" }""", "llm")]
    [InlineData("""{ "limits": { "maxConnectionsPerKey": 1 } }""", "MaxConnectionsPerKey")]
    [InlineData("""{ "port": 1 """, "parley.json")]
    public void What_is_wrong_is_named(string file, string expected) => Should.Throw<SettingsException>(() => Load(file)).Message.ShouldContain(expected);

    [Fact]
    public void All_that_is_wrong_is_named_at_once()
    {
        var message = Should.Throw<SettingsException>(() => Load("""{ "port": -1, "trustedProxies": ["x"] }""")).Message;
        message.ShouldContain("Port");
        message.ShouldContain("trustedProxies");
    }

    public void Dispose() => _folder.Dispose();

    private ParleySettings Load(string file, Dictionary<string, string>? environment = null, Dictionary<string, string?>? flags = null)
    {
        var path = _folder.File("parley.json");
        File.WriteAllText(path, file);
        return ParleySettings.Load(path, new Hashtable(environment ?? []), flags ?? []);
    }
}
