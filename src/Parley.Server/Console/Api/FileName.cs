namespace Parley.Server.Console.Api;

/// <summary>Names of files to download.</summary>
internal static class FileName
{
    private const int MaxLength = 60;

    /// <summary>A name of letters, digits, blanks and hyphens, so that every file system takes it.</summary>
    public static string Of(string name, string extension)
    {
        var safe = string.Concat(name.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Trim();
        return (safe.Length == 0 ? "parley" : safe[..Math.Min(safe.Length, MaxLength)]) + extension;
    }
}
