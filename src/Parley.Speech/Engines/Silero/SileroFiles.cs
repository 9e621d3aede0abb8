using System.Runtime.InteropServices;

namespace Parley.Speech.Engines.Silero;

/// <summary>The two files that Silero needs.</summary>
/// <param name="Library">ONNX Runtime; null when missing.</param>
/// <param name="Model">The model; null when missing.</param>
/// <param name="Problem">What is missing; null when nothing is.</param>
internal sealed record SileroFiles(string? Library, string? Model, string? Problem)
{
    public const string Remedy = "npm ci --ignore-scripts --prefix web/console";

    private const string Variable = "PARLEY_NODE_MODULES";

    private static readonly string[] Models = ["silero_vad_v6.onnx", "silero_vad_v5.onnx"];

    public static SileroFiles Find(SileroOptions options)
    {
        var modules = NodeModules(options).ToList();
        var library = options.LibraryPath ?? modules.Select(LibraryIn).FirstOrDefault(p => p is not null);
        var model = options.ModelPath ?? modules.SelectMany(ModelsIn).FirstOrDefault(File.Exists);
        string? problem = null;
        if (library is null || !File.Exists(library))
        {
            (library, problem) = (null, "ONNX Runtime was not found.");
        }
        else if (model is null || !File.Exists(model))
        {
            (model, problem) = (null, "Silero's model was not found.");
        }

        return new(library, model, problem);
    }

    private static IEnumerable<string> NodeModules(SileroOptions options)
    {
        var configured = options.NodeModules ?? Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrWhiteSpace(configured))
        {
            yield return Path.GetFullPath(configured);
            yield break;
        }

        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return Path.Combine(folder, "node_modules");
            yield return Path.Combine(folder, "web", "console", "node_modules");
        }
    }

    private static string? LibraryIn(string modules)
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var package = Path.Combine(modules, $"sherpa-onnx-{system}-{machine}");
        var pattern = OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime*.dylib" : "libonnxruntime.so*";
        return Directory.Exists(package) ? Directory.EnumerateFiles(package, pattern).Order(StringComparer.Ordinal).FirstOrDefault() : null;
    }

    private static IEnumerable<string> ModelsIn(string modules) =>
        Models.Select(name => Path.Combine(modules, "@ricky0123", "vad-web", "dist", name));
}
