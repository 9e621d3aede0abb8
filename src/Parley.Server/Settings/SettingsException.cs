namespace Parley.Server.Settings;

/// <summary>The settings cannot be used. The message names the setting and what would be right; it is meant to be shown.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SettingsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
