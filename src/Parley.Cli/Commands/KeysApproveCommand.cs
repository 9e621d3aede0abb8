using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Parley.Cli.Commands;

/// <summary><c>parley keys approve CODE</c>: lets a device in that waits at the running server with this code.</summary>
internal sealed class KeysApproveCommand : Command
{
    private static readonly Argument<string> Code = new("code") { Description = "What the device shows, such as BCDF-GHJK" };

    public KeysApproveCommand()
        : base("approve", "Give a key to a device that shows a code")
    {
        Add(Code);
        SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var server = await ServerLocator.ConnectAsync(parsed, ServerNeed.Speech, cancellationToken).ConfigureAwait(false);
        if (server.IsOwn)
        {
            throw new ServerNotFoundException("No server is running on this data directory, so no device waits. 'parley up' starts one; --server URL names another.");
        }

        using var client = server.CreateHttpClient();
        using var body = new StringContent($"{{\"user_code\":\"{JsonEncodedText.Encode(parsed.GetRequiredValue(Code))}\"}}", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("api/device/verify", body, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new ArgumentException("No device waits with this code: it was mistyped, used, or is older than ten minutes.");
        }

        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        parsed.InvocationConfiguration.Error.WriteLine($"parley: '{answer.RootElement.GetProperty("label").GetString()}' gets a key; 'parley keys list' shows it, 'parley keys revoke' takes it back.");
        return ExitCodes.Done;
    }
}
