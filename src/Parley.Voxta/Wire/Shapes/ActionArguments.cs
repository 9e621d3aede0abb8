using System.Text.Json.Serialization;

namespace Parley.Voxta.Wire;

/// <summary>Arguments by name. Written as pairs; read from pairs or from an object whose values become text.</summary>
[JsonConverter(typeof(ActionArgumentsConverter))]
public sealed class ActionArguments : List<ActionArgument>
{
    /// <summary>No arguments.</summary>
    public ActionArguments()
    {
    }

    /// <summary>The given arguments.</summary>
    public ActionArguments(IEnumerable<ActionArgument> arguments)
        : base(arguments)
    {
    }
}
