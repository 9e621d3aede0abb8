using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jurassic;
using Jurassic.Library;

namespace Parley.Server.Scripts;

/// <summary>
/// Runs one script on Jurassic. Nothing of .NET is put into the engine: the host API is JavaScript (<c>chat.js</c>), the request goes in
/// and the notes come out as JSON text. So another engine can take its place.
/// </summary>
internal sealed partial class JavaScriptRunner
{
    private const int RecursionLimit = 200;

    private readonly ScriptEngine _engine = new() { RecursionDepthLimit = RecursionLimit };
    private readonly FunctionInstance _host;

    private JavaScriptRunner() => _host = _engine.Evaluate<FunctionInstance>(Prelude());

    /// <summary>An engine that has compiled and run what every script needs.</summary>
    public static JavaScriptRunner Warm()
    {
        const string Example = """{"script":"chat.setFlag('a', { messages: 1 }); console.log(chat.hasFlag('a')); export function trigger(e) { chat.note('x'); }","name":"warm","flags":[],"arguments":{},"roles":{},"variables":{}}""";
        new JavaScriptRunner().Run(Example);
        return new JavaScriptRunner();
    }

    /// <param name="request">The request as JSON.</param>
    /// <returns>What the script did, or how it failed, as JSON.</returns>
    public string Run(string request)
    {
        string? error = null;
        ObjectInstance? host = null;
        try
        {
            host = (ObjectInstance)_host.Call(Undefined.Value, request);
            foreach (var name in (string[])["chat", "console", "e"])
            {
                _engine.SetGlobalValue(name, host[name]);
            }

            _engine.Execute(new StringScriptSource(Source(request), "script"));
            if (_engine.GetGlobalValue("trigger") is FunctionInstance trigger)
            {
                trigger.Call(Undefined.Value, host["e"]);
            }

            host.CallMemberFunction("raise");
        }
        catch (Exception failure)
        {
            error = Describe(failure);
        }

        return Result(host, error);
    }

    private static string Source(string request)
    {
        using var document = JsonDocument.Parse(request);
        var script = document.RootElement.GetProperty("script").GetString() ?? "";

        // Scripts are written as modules of one file: what they import is here already, and their exports are found by name.
        script = Imports().Replace(script, "");
        script = ExportedConstants().Replace(script, "var trigger");
        return Exports().Replace(script, "");
    }

    private static string Result(ObjectInstance? host, string? error)
    {
        string notes;
        try
        {
            notes = host?.CallMemberFunction("finish") as string ?? "{}";
        }
        catch (Exception failure)
        {
            notes = "{}";
            error ??= Describe(failure);
        }

        return error is null ? notes : $"{{\"error\":\"{JsonEncodedText.Encode(error)}\",\"notes\":{notes}}}";
    }

    private static string Describe(Exception failure) => failure switch
    {
        JavaScriptException script => script.LineNumber > 0 ? $"Line {script.LineNumber}: {Limited(script.Message)}" : Limited(script.Message),
        RegexMatchTimeoutException => "A regular expression took too long.",
        OutOfMemoryException or InsufficientMemoryException => "The script used too much memory.",
        StackOverflowException or InsufficientExecutionStackException => "The script nests too deeply.",
        _ => "The script failed.",
    };

    private static string Limited(string text) => text.Length <= 500 ? text : text[..500] + "…";

    private static string Prelude()
    {
        using var stream = typeof(JavaScriptRunner).Assembly.GetManifestResourceStream("Parley.Server.Scripts.chat.js")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^[ \t]*import\b[^;\r\n]*[""']@voxta[""'][ \t]*;?", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Imports();

    [GeneratedRegex(@"^[ \t]*export[ \t]+(const|let|var)[ \t]+trigger\b", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExportedConstants();

    [GeneratedRegex(@"^[ \t]*export[ \t]+(default[ \t]+)?(?=function|const|let|var|class)", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exports();
}
