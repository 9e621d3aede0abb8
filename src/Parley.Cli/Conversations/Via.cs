using System.CommandLine;
using Parley.Cli.Commands;

namespace Parley.Cli.Conversations;

/// <summary>Which of the server's faces a conversation uses.</summary>
internal static class Via
{
    /// <summary>The value for Estuary.</summary>
    public const string Estuary = "estuary";

    public static Option<string> Option { get; } = new Option<string>("--via")
    {
        Description = "Protocol to speak: voxta or estuary; default: voxta",
        HelpName = "PROTOCOL",
        DefaultValueFactory = _ => "voxta",
    }.Among("voxta", Estuary);

    public static bool IsEstuary(this ParseResult parsed) => parsed.GetValue(Option) == Estuary;
}
