using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Conversation;
using Parley.Server.Security;

namespace Parley.Server.Storage;

/// <summary>The keys in the database.</summary>
public sealed partial class SqliteKeyStore(Database database, TimeProvider timeProvider) : IKeyStore
{
    private const int MaxLabelLength = 100;

    /// <summary>A key was made or revoked through this store.</summary>
    internal event Action? Changed;

    /// <inheritdoc />
    public async ValueTask<(string Key, KeyRecord Record)> CreateAsync(string? user, string? label, KeyScopes scopes, CancellationToken cancellationToken = default)
    {
        if (user is not null && !UserForm().IsMatch(user))
        {
            throw new ArgumentException("A user is 1 to 64 characters of A-Z a-z 0-9 . _ @ -", nameof(user));
        }

        if (label?.Length > MaxLabelLength)
        {
            throw new ArgumentException($"A label has at most {MaxLabelLength} characters.", nameof(label));
        }

        var key = ApiKey.Create();
        var record = new KeyRecord
        {
            Id = "k" + RandomNumberGenerator.GetHexString(8, lowercase: true),
            Tenant = user is null ? TenantId.Local : new TenantId(user.ToLowerInvariant()),
            Label = label,
            Scopes = scopes,
            Hash = ApiKey.Hash(key),
            CreatedAt = timeProvider.GetUtcNow(),
        };
        await database.WriteAsync(connection => connection.Execute(
            "INSERT INTO keys (id, tenant, label, scopes, hash, created_at) VALUES (@Id, @Tenant, @Label, @Scopes, @Hash, @CreatedAt)",
            Row.Of(record)), cancellationToken).ConfigureAwait(false);
        Changed?.Invoke();
        return (key, record);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<KeyRecord>> ListAsync(CancellationToken cancellationToken = default) => database.ReadAsync(List, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<bool> RevokeAsync(string id, CancellationToken cancellationToken = default)
    {
        var at = Row.Text(timeProvider.GetUtcNow());
        var revoked = await database.WriteAsync(
            connection => connection.Execute("UPDATE keys SET revoked_at = @at WHERE id = @id AND revoked_at IS NULL", new { id, at }),
            cancellationToken).ConfigureAwait(false) > 0;
        Changed?.Invoke();
        return revoked;
    }

    internal static IReadOnlyList<KeyRecord> List(SqliteConnection connection) =>
        [.. connection.Query<Row>("SELECT id, tenant, label, scopes, hash, created_at AS CreatedAt, revoked_at AS RevokedAt FROM keys ORDER BY created_at, id").Select(row => row.ToRecord())];

    [GeneratedRegex(@"\A[A-Za-z0-9._@-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex UserForm();

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Tenant { get; init; } = "";

        public string? Label { get; init; }

        public long Scopes { get; init; }

        public byte[] Hash { get; init; } = [];

        public string CreatedAt { get; init; } = "";

        public string? RevokedAt { get; init; }

        public static Row Of(KeyRecord record) => new()
        {
            Id = record.Id,
            Tenant = record.Tenant.Value,
            Label = record.Label,
            Scopes = (long)record.Scopes,
            Hash = record.Hash.ToArray(),
            CreatedAt = Text(record.CreatedAt),
        };

        public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

        public KeyRecord ToRecord() => new()
        {
            Id = Id,
            Tenant = new TenantId(Tenant),
            Label = Label,
            Scopes = (KeyScopes)Scopes,
            Hash = Hash,
            CreatedAt = DateTimeOffset.Parse(CreatedAt, CultureInfo.InvariantCulture),
            RevokedAt = RevokedAt is null ? null : DateTimeOffset.Parse(RevokedAt, CultureInfo.InvariantCulture),
        };
    }
}
