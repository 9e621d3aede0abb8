using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Parley.Server.Settings;

/// <summary>The settings of one server from all their sources: flags over environment over <c>parley.json</c> over defaults.</summary>
public sealed class ParleySettings
{
    private const string Prefix = "PARLEY_";

    // Read by name elsewhere: the data directory is found before the settings, a secret never enters them.
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "PARLEY_DATA", "PARLEY_LLM_KEY", "PARLEY_SERVER", "PARLEY_API_KEY");

    // "requirekeys" → "RequireKeys"; "limits:drainseconds" → "Limits:DrainSeconds".
    private static readonly FrozenDictionary<string, PropertyInfo> Known = Properties(typeof(ParleyOptions), "").ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private ParleySettings(IConfiguration configuration, ParleyOptions options, IReadOnlyList<string> unknown)
    {
        Configuration = configuration;
        Options = options;
        Unknown = unknown;
    }

    /// <summary>All sources merged: sections that are no part of <see cref="Options"/> (engines, faces) are read from here.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>The validated options.</summary>
    public ParleyOptions Options { get; }

    /// <summary>Top-level names that were given and mean nothing: a typing error worth a warning, as a newer file may know more.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>Reads and validates all sources.</summary>
    /// <param name="file">Path of <c>parley.json</c>; it may be absent.</param>
    /// <param name="environment">The environment, usually <see cref="Environment.GetEnvironmentVariables()"/>.</param>
    /// <param name="flags">Values from the command line by setting name, such as <c>("require-keys", "true")</c>; null values count as absent.</param>
    /// <exception cref="SettingsException">A source cannot be read or a value is wrong.</exception>
    public static ParleySettings Load(string? file, IDictionary environment, IEnumerable<KeyValuePair<string, string?>> flags)
    {
        var merged = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Overlay(merged, ReadFile(file));
        Overlay(merged, FromEnvironment(environment));
        Overlay(merged, flags);

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(merged).Build();
        var options = Bind(configuration);
        SettingsCheck.Run(options);
        return new ParleySettings(configuration, options, UnknownNames(configuration));
    }

    /// <summary>Settings from values alone, for a server inside another program.</summary>
    /// <exception cref="SettingsException">A value is wrong.</exception>
    public static ParleySettings From(params IEnumerable<KeyValuePair<string, string?>> values) => Load(null, new Hashtable(), values);

    /// <summary>The same settings with other options.</summary>
    /// <exception cref="SettingsException">The changed options are wrong.</exception>
    public ParleySettings With(Func<ParleyOptions, ParleyOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var options = change(Options);
        SettingsCheck.Run(options);
        return new ParleySettings(Configuration, options, Unknown);
    }

    private static IEnumerable<KeyValuePair<string, string?>> ReadFile(string? file)
    {
        if (file is null || !File.Exists(file))
        {
            return [];
        }

        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: false).Build().AsEnumerable();
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{file} cannot be read: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> FromEnvironment(IDictionary environment)
    {
        foreach (DictionaryEntry entry in environment)
        {
            var name = (string)entry.Key;
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !Reserved.Contains(name))
            {
                yield return new(name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal), (string?)entry.Value);
            }
        }
    }

    private static void Overlay(Dictionary<string, string?> merged, IEnumerable<KeyValuePair<string, string?>> source)
    {
        var fresh = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (given, value) in source)
        {
            if (value is null)
            {
                continue;
            }

            var name = Canonical(given, out var isList);
            if (!isList)
            {
                fresh[name] = value;
                continue;
            }

            var items = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < items.Length; i++)
            {
                fresh[string.Create(CultureInfo.InvariantCulture, $"{name}:{i}")] = items[i];
            }
        }

        // A list in a stronger source replaces the weaker one whole.
        foreach (var list in fresh.Keys.Select(ListOf).Where(l => l is not null).Distinct().ToList())
        {
            foreach (var old in merged.Keys.Where(k => k.StartsWith(list + ":", StringComparison.OrdinalIgnoreCase)).ToList())
            {
                merged.Remove(old);
            }
        }

        foreach (var (name, value) in fresh)
        {
            merged[name] = value;
        }
    }

    private static string Canonical(string name, out bool isList)
    {
        var plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        if (Known.TryGetValue(plain, out var property))
        {
            isList = property.PropertyType == typeof(IReadOnlyList<string>);
            return plain;
        }

        isList = false;
        return ListOf(plain) is null ? name : plain;
    }

    private static string? ListOf(string name)
    {
        var colon = name.LastIndexOf(':');
        return colon > 0 && Known.TryGetValue(name[..colon], out var property) && property.PropertyType == typeof(IReadOnlyList<string>) ? name[..colon] : null;
    }

    private static ParleyOptions Bind(IConfiguration configuration)
    {
        try
        {
            return configuration.Get<ParleyOptions>() ?? new ParleyOptions();
        }
        catch (InvalidOperationException exception)
        {
            throw new SettingsException(exception.Message, exception);
        }
    }

    private static List<string> UnknownNames(IConfiguration configuration) =>
        [.. configuration.GetChildren()
            .Where(c => c.Value is not null && !Known.ContainsKey(c.Key))
            .Select(c => c.Key)];

    private static IEnumerable<KeyValuePair<string, PropertyInfo>> Properties(Type type, string path)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            if (property.PropertyType == typeof(LimitOptions))
            {
                foreach (var inner in Properties(property.PropertyType, $"{path}{property.Name}:"))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return new(path + property.Name, property);
            }
        }
    }
}
