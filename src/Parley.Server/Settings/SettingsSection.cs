using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Parley.Server.Settings;

/// <summary>Sections of parts that are not the server's own.</summary>
internal static class SettingsSection
{
    /// <summary>Reads a section into a part's options, and checks them.</summary>
    /// <exception cref="SettingsException">A value has another type, or is out of its range.</exception>
    public static T Read<T>(this ParleySettings settings, string section)
        where T : class, new()
    {
        List<ValidationResult> problems = [];
        try
        {
            var options = settings.Configuration.GetSection(section).Get<T>() ?? new T();
            return Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true)
                ? options
                : throw new SettingsException(string.Join(Environment.NewLine, problems.Select(p => $"{section}: {p.ErrorMessage}")));
        }
        catch (InvalidOperationException exception)
        {
            throw new SettingsException($"{section}: {exception.Message}", exception);
        }
    }
}
