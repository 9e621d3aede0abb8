namespace Parley.Server.Settings;

/// <summary>Reads secrets, which come from a file or the environment and are never part of the settings.</summary>
internal static class Secret
{
    /// <summary>The file's text without white space around it, else the variable, else null.</summary>
    /// <exception cref="SettingsException">The file cannot be read or is empty.</exception>
    public static string? Read(string? file, string variable)
    {
        if (file is null)
        {
            return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
        }

        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } text ? text : throw new SettingsException($"The key file '{file}' is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The key file '{file}' cannot be read: {exception.Message}", exception);
        }
    }
}
