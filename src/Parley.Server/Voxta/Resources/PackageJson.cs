using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Resources;

/// <summary><c>package.json</c>.</summary>
internal sealed record PackageHeader
{
    public Guid? Id { get; set; }

    public string? Name { get; set; }

    public string? Version { get; set; }
}

/// <summary><c>book.json</c>: what characters know by keywords.</summary>
internal sealed record PackageBook
{
    public Guid Id { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public IReadOnlyList<PackageBookItem?>? Items { get; set; }
}

/// <summary>An entry of a book.</summary>
internal sealed record PackageBookItem
{
    public string? Id { get; set; }

    public IReadOnlyList<string?>? Keywords { get; set; }

    public string? Text { get; set; }

    public double? Weight { get; set; }

    public bool Deleted { get; set; }
}

/// <summary>Names are in Pascal case there; any case is taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(LenientBooleanConverter), typeof(LenientGuidConverter), typeof(LenientNullableGuidConverter)])]
[JsonSerializable(typeof(PackageHeader))]
[JsonSerializable(typeof(PackageBook))]
[JsonSerializable(typeof(PackageCharacter))]
internal sealed partial class PackageJson : JsonSerializerContext;
