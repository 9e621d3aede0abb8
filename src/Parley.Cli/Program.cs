using Parley.Cli;
using Parley.Server.Scripts;

// The command, or the process in which its server runs a script.
return args is [ScriptChild.Word] ? ScriptChild.Run() : await CommandLine.RunAsync(args, Console.Out, Console.Error);
