using System.Text;
using System.Text.Json;
using Parley.Server.Voxta.Hub;
using Parley.Voxta.Wire;

namespace Parley.Server.Voxta.Messages;

/// <summary><c>registerApp</c> (specification §2.2): the entry of an app is kept as it said it, under the name it authenticated with.</summary>
internal static class AppRegistration
{
    private const int MaxVersion = 64;
    private const int MaxBytes = 1024 * 1024;

    /// <exception cref="HubException">It is larger than allowed, or there are too many apps.</exception>
    public static async ValueTask SaveAsync(VoxtaApp app, RegisterAppMessage message)
    {
        var version = message.ClientVersion ?? "";
        version = version.Length <= MaxVersion ? version : version[..MaxVersion];
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            VoxtaWire.Write(message, json);
        }

        if (buffer.Length > MaxBytes)
        {
            throw new HubException("A registration may have 1 MiB");
        }

        var body = Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        if (!await app.Services.Registrations.SaveAsync(app.Player.Tenant, app.Identity!.Client, version, body, app.Connection.Ending))
        {
            throw new HubException("Too many apps are registered");
        }
    }
}
