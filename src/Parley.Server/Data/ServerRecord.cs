using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Server.Data;

/// <summary>What <c>server.json</c> says of the server that runs on a data directory. It may be left over from one that was killed.</summary>
public sealed record ServerRecord
{
    /// <summary>The process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Where it answers, ending in a slash.</summary>
    public required Uri Url { get; init; }

    /// <summary>Random id of this run; <c>GET /health/live</c> repeats it, so that a left-over file is not taken for the server that now has the port.</summary>
    public required string Instance { get; init; }

    /// <summary>Version of the server.</summary>
    public required string Version { get; init; }

    /// <summary>A key of the local tenant that is good while the server runs, for the commands of the directory's owner; null when none is needed.</summary>
    public string? Key { get; init; }

    /// <summary>Reads the file. Null when it is absent or unreadable.</summary>
    public static ServerRecord? TryRead(DataDirectory data)
    {
        ArgumentNullException.ThrowIfNull(data);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(data.ServerFile), ServerRecordJson.Default.ServerRecord);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the file whole, readable by its owner alone.</summary>
    internal void Write(DataDirectory data)
    {
        var draft = data.ServerFile + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(file, this, ServerRecordJson.Default.ServerRecord);
        }

        File.Move(draft, data.ServerFile, overwrite: true);
    }

    // A key must not reach a log with the record.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("ProcessId = ").Append(ProcessId).Append(", Url = ").Append(Url);
        return true;
    }
}

/// <summary>The form of <c>server.json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ServerRecord))]
internal sealed partial class ServerRecordJson : JsonSerializerContext;
