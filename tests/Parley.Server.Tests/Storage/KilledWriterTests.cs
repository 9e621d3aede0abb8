using System.Diagnostics;
using System.Globalization;
using Dapper;
using Parley.Conversation;
using Parley.Conversation.Chats;
using Parley.Server.Data;
using Parley.Server.Storage;
using Parley.Testing;

namespace Parley.Server.Tests.Storage;

/// <summary>kill -9 at any moment loses no message whose commit was told, and damages nothing.</summary>
public sealed class KilledWriterTests
{
    /// <summary>The word that makes this program the writer.</summary>
    public const string Word = "--write-until-killed";

    private const int Writers = 4;

    private static readonly Player Player = Player.Local;

    private static readonly Guid ChatId = new("5b1f6a0e-0000-4000-8000-000000000001");

    [Fact]
    public async Task Every_message_that_was_told_is_there_after_each_of_ten_kills()
    {
        using var folder = new TemporaryDirectory();
        HashSet<long> told = [];
        for (var round = 0; round < 10; round++)
        {
            await KillAfterAsync(folder.FullPath, 20 + (round * 37), told);

            await using var database = Database.Open(DataDirectory.Find(folder.FullPath));
            database.Read(c => c.ExecuteScalar<string>("PRAGMA integrity_check")).ShouldBe("ok");
            var store = new SqliteChatStore(database);
            var kept = await store.ReadMessagesAsync(Player, ChatId, cancellationToken: TestContext.Current.CancellationToken);
            told.Except(kept.Select(m => m.Sequence)).ShouldBeEmpty($"round {round}");
            (await store.FindAsync(Player, ChatId, TestContext.Current.CancellationToken))!.MessageCount.ShouldBe(kept.Count);
        }

        told.Count.ShouldBeGreaterThan(1_000);
    }

    /// <summary>The writer: appends messages from several tasks and says each number once its append has completed.</summary>
    public static async Task<int> WriteUntilKilledAsync(string folder)
    {
        await using var database = Database.Open(DataDirectory.Find(folder));
        var store = new SqliteChatStore(database);
        if (await store.FindAsync(Player, ChatId) is null)
        {
            await store.CreateAsync(new Chat { Id = ChatId, Player = Player, Participants = [new ChatParticipant(ChatId)], Created = TimeProvider.System.GetUtcNow() });
        }

        var last = (await store.ReadMessagesAsync(Player, ChatId, 1)).Select(m => m.Sequence).FirstOrDefault();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            while (true)
            {
                var number = Interlocked.Increment(ref last);
                await store.AppendAsync(Player, ChatId,
                [
                    new ChatMessage { Id = Guid.NewGuid(), ChatId = ChatId, Sequence = number, Role = MessageRole.User, Text = $"message {number}", Timestamp = TimeProvider.System.GetUtcNow() },
                ]);
                System.Console.Out.WriteLine(number.ToString(CultureInfo.InvariantCulture));
            }
        }));
        return 0;
    }

    private static async Task KillAfterAsync(string folder, int messages, HashSet<long> told)
    {
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [typeof(KilledWriterTests).Assembly.Location, Word, folder]) { RedirectStandardOutput = true })!;
        try
        {
            for (var i = 0; i < messages; i++)
            {
                told.Add(long.Parse((await ReadAsync(writer))!, CultureInfo.InvariantCulture));
            }
        }
        finally
        {
            writer.Kill();
        }

        // What it had said before it died counts too; the last line may be half one.
        var rest = await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        told.UnionWith(rest.Split('\n')[..^1].Select(line => long.Parse(line, CultureInfo.InvariantCulture)));
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string?> ReadAsync(Process writer) =>
        await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
}
