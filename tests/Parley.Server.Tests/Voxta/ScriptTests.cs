using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Conversation.Chats;
using Parley.Conversation.Context;
using Parley.Conversation.Scripts;
using Parley.Server.Scripts;
using Parley.Server.Voxta.Resources;

namespace Parley.Server.Tests.Voxta;

/// <summary>Scripts in their own processes: what they may do, and that nothing they do reaches further.</summary>
public sealed class ScriptTests : IAsyncDisposable
{
    private readonly ScriptProcessHost _host = new(
        ScriptChildCommand.OfThisProgram(ScriptChild.Word)!, new ScriptLimits { Time = TimeSpan.FromSeconds(60), ProcessorTime = TimeSpan.FromSeconds(20) }, TimeProvider.System, NullLogger<ScriptProcessHost>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_script_notes_what_the_session_shall_do()
    {
        var result = await RunAsync("""
            import { chat } from "@voxta";

            chat.setFlag('door.open', { messages: 3, seconds: 60 });
            chat.setFlags('rain', '!sun');
            chat.unsetFlag('wind');
            chat.variables.visits = (chat.get('visits') || 0) + 1;
            chat.set('name', 'Mill');
            chat.note('A note.');
            chat.secret('A secret.');
            chat.event('It thunders.');
            chat.instructions('Be brief.');
            chat.appTrigger('Emote', 'happy', 1, { a: [true, null] });
            chat.queueAppTrigger('Wave');
            chat.triggerAction('open_door');
            chat.setContext('place', 'They stand in the mill.');
            chat.setRoleEnabled('miller', false);
            console.log('visits', chat.variables.visits, { door: chat.hasFlag('DOOR.open') });
            """);
        result.Error.ShouldBeNull();
        result.Flags.ShouldBe([new ScriptFlag("door.open", 3, TimeSpan.FromSeconds(60)), new ScriptFlag("rain"), new ScriptFlag("!sun"), new ScriptFlag("!wind")]);
        result.Variables["visits"].GetInt32().ShouldBe(2);
        result.Variables["name"].GetString().ShouldBe("Mill");
        result.Messages.ShouldBe([new(MessageRole.Note, "A note."), new(MessageRole.Secret, "A secret."), new(MessageRole.Event, "It thunders."), new(MessageRole.Instructions, "Be brief.")]);
        result.Triggers.Select(t => (t.Name, t.Wait, t.Arguments.Count)).ShouldBe([("Emote", false, 3), ("Wave", true, 0)]);
        result.Actions.ShouldBe(["open_door"]);
        result.Contexts.ShouldBe([("place", "They stand in the mill.")]);
        result.Roles["miller"].ShouldBeFalse();
        result.Logs.ShouldBe([("log", "visits 2 {\"door\":true}")]);
    }

    [Theory]
    [InlineData("export function trigger(e) { chat.note(e.character.name + e.arguments.which + e.name); }")]
    [InlineData("import { chat } from '@voxta';\nexport const trigger = function (e) { chat.note(e.character.name + e.getArgument('which') + e.name); };")]
    [InlineData("chat.on('app:bell', function (e) { chat.note(chat.character.name + e.arguments.which + e.name); });\nchat.addEventListener('start', function () { chat.note('no'); });")]
    public async Task Its_entry_is_a_trigger_function_or_a_listener(string script)
    {
        var result = await RunAsync(script);
        result.Error.ShouldBeNull();
        result.Messages.ShouldBe([new ScriptMessage(MessageRole.Note, "Miraredapp:bell")]);
    }

    [Theory]
    [InlineData("syntax error here", "SyntaxError")]
    [InlineData("nothing.at.all", "nothing")]
    [InlineData("throw 'thrown away'", "thrown away")]
    [InlineData("chat.note()", "missing")]
    [InlineData("chat.note(new Array(40000).join('x'))", "longer")]
    [InlineData("for (var i = 0; i < 300; i++) chat.setFlag('f' + i);", "200")]
    [InlineData("chat.on('x', 5)", "function")]
    [InlineData("function f() { return f() + 1; } f();", "deep")]
    [InlineData("/^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')", "regular expression")]
    public async Task A_mistake_is_told_and_what_was_noted_before_it_is_kept(string mistake, string told)
    {
        var result = await RunAsync("chat.setFlag('before');\n" + mistake);
        result.Error.ShouldNotBeNull().ShouldContain(told, Case.Insensitive);
        result.Flags.FirstOrDefault().ShouldBe(mistake.StartsWith("syntax", StringComparison.Ordinal) ? null : new ScriptFlag("before"));
    }

    [Theory]
    [InlineData("var s = 'x'; while (true) s += s;")]
    [InlineData("var a = []; while (true) a.push(new Array(1000).join('x') + a.length);")]
    [InlineData("var b = []; while (true) b.push(new ArrayBuffer(1 << 24));")]
    public async Task A_script_that_eats_memory_is_stopped(string script)
    {
        var result = await RunAsync(script);
        result.Error.ShouldNotBeNull();
        result.Flags.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deep_nesting_ends_the_scripts_process_and_nothing_else()
    {
        (await RunAsync(new string('(', 15_000) + new string(')', 15_000))).Error.ShouldNotBeNull();
        (await RunAsync("chat.note('still here');")).Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Huge_output_is_cut_or_refused()
    {
        var logs = await RunAsync("for (var i = 0; i < 2000; i++) console.log(new Array(5000).join('y'));");
        logs.Error.ShouldBeNull();
        logs.Logs.Count.ShouldBe(201);
        logs.Logs[0].Message.Length.ShouldBeLessThanOrEqualTo(1001);
        (await RunAsync("for (var i = 0; i < 100; i++) chat.appTrigger('x', new Array(30000).join('z'));")).Error.ShouldNotBeNull();
        (await RunAsync("for (var i = 0; i < 100; i++) chat.note(new Array(30000).join('z'));")).Error.ShouldNotBeNull();
        var variables = await RunAsync("chat.variables.big = new Array(10000).join('v'); chat.variables.small = 1;");
        variables.Variables.Keys.ShouldBe(["small"]);
    }

    [Theory]
    [InlineData("for (var i = 0; i < 1000; i++) chat.note = null; chat.variables = null; chat.setFlag('ok');")]
    [InlineData("JSON.stringify = function () { return '{\"flags\":[{\"flag\":\"forged\"}]}'; }; chat.setFlag('ok');")]
    [InlineData("Object.prototype.toJSON = function () { return 'forged'; }; chat.setFlag('ok');")]
    [InlineData("Array.prototype.push = function () { throw 'x'; }; String.prototype.replace = null; chat.setFlag('ok');")]
    public async Task Tampering_with_the_engine_forges_nothing(string script)
    {
        ScriptResult result;
        try
        {
            result = await RunAsync(script);
        }
        finally
        {
            (await RunAsync("chat.setFlag('next');")).Flags.ShouldBe([new ScriptFlag("next")]);
        }

        result.Flags.Select(f => f.Flag).ShouldNotContain("forged");
    }

    [Theory]
    [InlineData("process")]
    [InlineData("require")]
    [InlineData("System")]
    [InlineData("host")]
    [InlineData("clr")]
    [InlineData("ActiveXObject")]
    [InlineData("XMLHttpRequest")]
    [InlineData("fetch")]
    [InlineData("WebSocket")]
    [InlineData("Deno")]
    [InlineData("importNamespace")]
    public async Task Nothing_of_the_machine_is_in_reach(string name)
    {
        (await RunAsync($"console.log(typeof {name}, typeof this.{name});")).Logs.ShouldBe([("log", "undefined undefined")]);
    }

    [Fact]
    public async Task No_function_leads_to_NET()
    {
        var result = await RunAsync("""
            var found = [], seen = [];
            (function look(value, path, depth) {
              if (value === null || (typeof value !== 'object' && typeof value !== 'function') || depth > 4 || seen.indexOf(value) >= 0) return;
              seen[seen.length] = value;
              Object.getOwnPropertyNames(value).forEach(function (key) {
                if (/^(GetType|Assembly|Invoke|System|Equals|GetHashCode)$/.test(key)) found[found.length] = path + '.' + key;
                try { look(value[key], path + '.' + key, depth + 1); } catch (e) { }
              });
            })(this, 'this', 0);
            console.log(found.join(' ') + '|' + seen.length);
            """);
        result.Error.ShouldBeNull();
        result.Logs[0].Message.ShouldStartWith("|");
    }

    [Fact]
    public async Task An_endless_loop_is_cut_in_time()
    {
        foreach (var limits in new[] { new ScriptLimits { Time = TimeSpan.FromSeconds(1) }, new ScriptLimits { ProcessorTime = TimeSpan.FromSeconds(0.5), Time = TimeSpan.FromMinutes(10) } })
        {
            await CutAsync(limits);
        }
    }

    [Fact]
    public async Task Cancelling_kills_the_process()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await RunAsync("chat.note('warm');");
        var running = _host.RunAsync(Request("while (true) { }"), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task A_scripts_process_has_no_environment_and_ends_with_the_host()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The environment of a process is looked at in /proc.");
        Environment.SetEnvironmentVariable("PARLEY_SEEN_BY_SCRIPTS", "secret");
        try
        {
            var command = ScriptChildCommand.OfThisProgram(ScriptChild.Word)!;
            int id;
            using (var child = await ScriptProcess.StartAsync(command, new ScriptLimits(), TimeProvider.System, Token))
            {
                id = child.Id;
                var environment = await File.ReadAllTextAsync($"/proc/{id}/environ", Token);
                environment.Split('\0', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(v => v.StartsWith("DOTNET_", StringComparison.Ordinal));
                new DirectoryInfo($"/proc/{id}/fd").EnumerateFileSystemInfos().Select(f => f.LinkTarget).ShouldAllBe(target => !target!.Contains("parley.db", StringComparison.Ordinal));
            }

            using var gone = Process.GetProcesses().FirstOrDefault(p => p.Id == id);
            if (gone is not null)
            {
                await gone.WaitForExitAsync(Token);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("PARLEY_SEEN_BY_SCRIPTS", null);
        }
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_told_as_an_error()
    {
        foreach (var command in new[] { new ScriptChildCommand("/nowhere/at/all", []), new ScriptChildCommand("/bin/true", []) })
        {
            await using var host = new ScriptProcessHost(command, new ScriptLimits(), TimeProvider.System, NullLogger<ScriptProcessHost>.Instance);
            (await host.RunAsync(Request("1"), Token)).Error.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task An_app_runs_a_script_in_its_chat_and_hears_what_it_did()
    {
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddScriptChild());
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"inspect","sessionId":"{{session}}","enabled":true}""");
        await RunScriptAsync(socket, session, "chat.setFlag('rain'); chat.variables.n = 4; chat.note('It rains.'); chat.queueAppTrigger('Emote', 'sad'); chat.queueAppTrigger('Wave'); console.log('done');");
        while (!(await socket.NextAsync("contextUpdated")).GetProperty("flags").EnumerateArray().Any(f => f.GetProperty("name").GetString() == "rain"))
        {
            // The inspector's own comes first.
        }

        (await socket.NextAsync("update")).GetProperty("text").GetString().ShouldBe("It rains.");
        var trigger = await socket.NextAsync("appTrigger");
        trigger.GetProperty("name").GetString().ShouldBe("Emote");
        trigger.GetProperty("arguments")[0].GetString().ShouldBe("sad");
        (await socket.NextAsync("inspectorScriptExecuted")).GetProperty("logs")[0].GetProperty("message").GetString().ShouldBe("done");
        await socket.InvokeAsync($$"""{"$type":"appTriggerComplete","sessionId":"{{session}}","triggerId":"{{trigger.GetProperty("triggerId").GetString()}}"}""");
        (await socket.NextAsync("appTrigger")).GetProperty("name").GetString().ShouldBe("Wave");

        // Variables live on in the chat.
        await RunScriptAsync(socket, session, "chat.note('n is ' + chat.variables.n + chat.hasFlag('rain'));");
        (await socket.NextAsync("update")).GetProperty("text").GetString().ShouldBe("n is 4true");
        await RunScriptAsync(socket, session, "chat.characterMessage('Watch out!');");
        (await socket.NextAsync("replyChunk")).GetProperty("text").GetString().ShouldBe("Watch out!");
    }

    [Fact]
    public async Task A_scenarios_script_event_is_raised_by_the_app_with_arguments()
    {
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddScriptChild());
        var (socket, session, _) = await voxta.ChatAsync();
        await socket.InvokeAsync($$"""{"$type":"updateContext","sessionId":"{{session}}","events":[{"name":"app:bell","timing":"Manual","effect":{"script":"export function trigger(e) { chat.note('The ' + e.arguments.which + ' bell rings.'); }"} }]}""");
        await socket.NextAsync("contextUpdated");
        await socket.InvokeAsync($$"""{"$type":"triggerScriptEvent","sessionId":"{{session}}","name":"bell","arguments":[{"name":"which","value":"big"}]}""");
        (await socket.NextAsync("update")).GetProperty("text").GetString().ShouldBe("The big bell rings.");
    }

    [Fact]
    public async Task The_documents_examples_work()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Parley.slnx")))
        {
            folder = Path.GetDirectoryName(folder).ShouldNotBeNull();
        }

        var document = await File.ReadAllTextAsync(Path.Combine(folder, "docs", "scenarios.md"), Token);
        var scenario = ScenarioFile.Read(System.Text.Encoding.UTF8.GetBytes(Example(document, "json")));
        scenario.Actions.ShouldHaveSingleItem().Effect!.SetFlags.ShouldBe(["wheel.turning"]);
        scenario.Bootstrap.Count.ShouldBe(2);
        (await RunAsync("chat.variables.visits = 2;\n" + Example(document, "js").Replace("import", "// import", StringComparison.Ordinal))).Messages.ShouldBe([new(MessageRole.Secret, "Ann has been here before.")]);
        (await RunAsync(Example(document, "js"))).Variables["visits"].GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_scenarios_own_script_hears_the_start_replies_and_the_apps_events()
    {
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddScriptChild());
        var socket = await voxta.AppAsync();
        const string Script = """
            import { chat } from "@voxta";
            chat.addEventListener('start', function (e) { chat.appTrigger('Started', chat.character.name); });
            chat.addEventListener('generatingComplete', function (e) { chat.appTrigger('Said', e.message.text); });
            chat.addEventListener('app:bell', function (e) { chat.appTrigger('Rang', e.arguments.which); });
            """;
        var file = $$"""{"name":"Mill","roles":[{"name":"miller","defaultCharacterId":"7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01"}],"bootstrapMessages":[{"role":"Note","text":"Here."}],"script":"{{JsonEncodedText.Encode(Script)}}"}""";
        var data = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(file));
        await socket.InvokeAsync($$"""{"$type":"deployResource","data":{"base64Data":"{{data}}"} }""");
        var scenario = (await socket.NextAsync("deployResourceResult")).GetProperty("id").GetString();
        await socket.InvokeAsync($$"""{"$type":"startChat","scenarioId":"{{scenario}}"}""");
        var started = await socket.NextAsync("chatStarted");
        var session = started.GetProperty("sessionId").GetString();
        var first = await socket.NextAsync("appTrigger");
        first.GetProperty("arguments")[0].GetString().ShouldBe("Mira");
        first.GetProperty("senderId").GetString().ShouldBe(started.GetProperty("characters")[0].GetProperty("id").GetString());

        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        (await socket.NextAsync("appTrigger")).GetProperty("arguments")[0].GetString()!.ShouldContain("7");
        await socket.InvokeAsync($$"""{"$type":"triggerScriptEvent","sessionId":"{{session}}","name":"bell","arguments":[{"name":"which","value":"big"}]}""");
        (await socket.NextAsync("appTrigger")).GetProperty("arguments")[0].GetString().ShouldBe("big");
    }

    [Fact]
    public async Task A_script_that_is_cut_is_an_error_of_the_session_and_the_chat_goes_on()
    {
        await using var voxta = await VoxtaFixture.StartAsync(configure: services => services.AddScriptChild().AddSingleton(new ScriptLimits { Time = TimeSpan.FromSeconds(1) }));
        var (socket, session, _) = await voxta.ChatAsync();
        await RunScriptAsync(socket, session, "while (true) { }");
        var error = await socket.NextAsync("chatSessionError");
        error.GetProperty("retry").GetBoolean().ShouldBeFalse();
        error.GetProperty("message").GetString()!.ShouldContain("too long");
        await socket.InvokeAsync($$"""{"$type":"send","sessionId":"{{session}}","text":"What is 3 plus 4?"}""");
        await socket.NextAsync("replyEnd");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static async Task CutAsync(ScriptLimits limits)
    {
        await using var host = new ScriptProcessHost(ScriptChildCommand.OfThisProgram(ScriptChild.Word)!, limits, TimeProvider.System, NullLogger<ScriptProcessHost>.Instance);
        (await host.RunAsync(Request("while (true) { }"), Token)).Error.ShouldNotBeNull().ShouldContain("too long");
        (await host.RunAsync(Request("/(x+x+)+y/.test(new Array(60).join('x')); while (true) try { while (true) { } } catch (e) { }"), Token)).Error.ShouldNotBeNull();
    }

    private static Task RunScriptAsync(HubSocket socket, string session, string script) =>
        socket.InvokeAsync($$"""{"$type":"runScript","sessionId":"{{session}}","script":"{{JsonEncodedText.Encode(script)}}"}""");

    private static string Example(string document, string language) =>
        document.Split($"```{language}\n")[1].Split("```")[0];

    private async Task<ScriptResult> RunAsync(string script) => await _host.RunAsync(Request(script), Token);

    private static ScriptRequest Request(string script) => new(script, "test", new ContextSnapshot { Flags = [new FlagInfo("wind", TimeSpan.Zero, 0)] })
    {
        EventName = "app:bell",
        Arguments = [new ActionArgument("which", "red")],
        CharacterName = "Mira",
        PlayerName = "Ann",
        Variables = new Dictionary<string, JsonElement> { ["visits"] = JsonElement.Parse("1") },
    };
}
