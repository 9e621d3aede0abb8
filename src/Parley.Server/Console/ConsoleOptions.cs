namespace Parley.Server.Console;

/// <summary>Where the browser console comes from.</summary>
internal sealed record ConsoleOptions
{
    /// <summary>Folder of its files; null (default) means <c>console</c> beside the program, else <c>web/console</c> of the repository around it.</summary>
    public string? Folder { get; init; }
}
