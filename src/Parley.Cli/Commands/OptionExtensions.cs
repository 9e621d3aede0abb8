using System.CommandLine;

namespace Parley.Cli.Commands;

/// <summary>Shorthands for declaring options.</summary>
internal static class OptionExtensions
{
    /// <summary>Lets only these words pass, and offers them to the shell's completion.</summary>
    public static Option<T> Among<T>(this Option<T> option, params string[] words)
    {
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
