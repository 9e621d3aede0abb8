namespace Parley.Speech.Engines.Silero;

/// <summary>Where Silero's voice activity model and ONNX Runtime are.</summary>
public sealed record SileroOptions
{
    /// <summary>
    /// The <c>node_modules</c> folder that holds the npm packages <c>sherpa-onnx-node</c> and <c>@ricky0123/vad-web</c>.
    /// Null (default): the environment variable <c>PARLEY_NODE_MODULES</c>, else the first one found in the folder of the program
    /// and those above it, there also in <c>web/console</c>.
    /// </summary>
    public string? NodeModules { get; init; }

    /// <summary>ONNX Runtime's library, 1.14 or later, instead of the one in <see cref="NodeModules"/>; null (default) takes that one.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>Silero's model, version 5 or later, instead of the one in <see cref="NodeModules"/>; null (default) takes that one.</summary>
    public string? ModelPath { get; init; }

    internal void Check(List<string> problems, string name)
    {
        foreach (var (setting, path) in new[] { (nameof(NodeModules), NodeModules), (nameof(LibraryPath), LibraryPath), (nameof(ModelPath), ModelPath) })
        {
            if (path is not null && string.IsNullOrWhiteSpace(path))
            {
                problems.Add($"{name}.{setting} is blank: give a path, or leave it out.");
            }
        }
    }
}
