using System.Reflection;

namespace Parley.Server.Scripts;

/// <summary>How a script's process is started: a program that calls <see cref="ScriptChild.Run"/>. Without one registered the server runs no scripts.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its words.</param>
public sealed record ScriptChildCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>This very program with other words.</summary>
    /// <param name="words">The words on which it calls <see cref="ScriptChild.Run"/>.</param>
    /// <returns>The command; null where the program cannot be told.</returns>
    public static ScriptChildCommand? OfThisProgram(params IReadOnlyList<string> words)
    {
        if (Environment.ProcessPath is not { } program)
        {
            return null;
        }

        // Started by the shared host, the program is the host's first word.
        return !Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? new ScriptChildCommand(program, words)
            : Assembly.GetEntryAssembly()?.Location is { Length: > 0 } entry ? new ScriptChildCommand(program, [entry, .. words])
            : null;
    }
}
