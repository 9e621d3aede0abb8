using Parley.Server.Tests.Storage;

// The tests, or the process that one of them kills.
return args is [KilledWriterTests.Word, var folder]
    ? await KilledWriterTests.WriteUntilKilledAsync(folder)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
