using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace Parley.Server.Storage;

/// <summary>One step of the schema: a file <c>Migrations/NNNN-name.sql</c>. The database's <c>user_version</c> is the last step it has.</summary>
/// <param name="Number">Its number, from 1 without gaps.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Number, string Sql)
{
    /// <summary>All steps this program knows, in order.</summary>
    public static ImmutableArray<Migration> All { get; } = Read();

    private static ImmutableArray<Migration> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = typeof(Migration).Namespace + ".Migrations.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return new Migration(int.Parse(name.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture), reader.ReadToEnd());
            })];
    }
}
