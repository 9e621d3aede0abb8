using Parley.Server.Scripts;
using Parley.Server.Tests.Storage;
using Parley.Server.Tests.Voxta;

// The tests, or the process that one of them kills, or one for a script.
return args is [ScriptChild.Word] ? ScriptChild.Run()
    : args is [ScriptSandboxTests.Word, var file] ? ScriptSandboxTests.Try(file)
    : args is [KilledWriterTests.Word, var folder]
    ? await KilledWriterTests.WriteUntilKilledAsync(folder)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
