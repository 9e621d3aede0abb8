using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Server.Security;
using Parley.Server.Voxta.Sessions;
using Parley.Speech;

namespace Parley.Server.Voxta.Rest;

/// <summary>The caller and the server: <c>/api/profile</c>, <c>/api/auth/test</c>, <c>/api/cultures</c>, <c>/api/configurations</c>, <c>/api/apps</c>.</summary>
internal sealed class ServerCalls(ISpeechEngines engines)
{
    public void Map(RestRoutes routes)
    {
        routes.Map("/api/profile", (HttpMethods.Get, ProfileAsync));
        routes.Map("/api/auth/test", (HttpMethods.Post, ProfileAsync), (HttpMethods.Get, ProfileAsync));
        routes.Map("/api/cultures", (HttpMethods.Get, CulturesAsync));
        routes.Map("/api/configurations", (HttpMethods.Get, ConfigurationsAsync));
        routes.Map("/api/apps", (HttpMethods.Get, AppsAsync));
    }

    private static Task ProfileAsync(RestRequest request)
    {
        var user = WireShapes.User(request.Player, "User");
        var scopes = request.Caller.Has(KeyScopes.Admin) ? AppScopes.All : AppScopes.OfKeys;
        return request.WriteAsync(new ProfileBody(user.Id, user.Name, scopes), RestJson.Default.ProfileBody);
    }

    private Task CulturesAsync(RestRequest request)
    {
        var speaks = engines.Voices.SelectMany(v => v.Locales).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var understands = engines.Recognizer.Languages.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var cultures = speaks.Union(understands, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
        return request.WriteAsync(
            new CulturesBody([.. cultures.Select(c => new CultureBody(c, Label(c), speaks.Contains(c), understands.Contains(c)))]), RestJson.Default.CulturesBody);
    }

    private static Task ConfigurationsAsync(RestRequest request) =>
        request.WriteAsync(new ConfigurationsBody(VoxtaApp.ServiceConfigurations), RestJson.Default.ConfigurationsBody);

    // What apps said of themselves with registerApp.
    private static async Task AppsAsync(RestRequest request)
    {
        var apps = await request.Services.Registrations.ListAsync(request.Player.Tenant, request.Aborted);
        await request.WriteAsync(new AppsBody([.. apps.Select(a => new AppBody(a.Client, System.Text.Json.JsonElement.Parse(a.Body)))]), RestJson.Default.AppsBody);
    }

    private static string Label(string culture)
    {
        try
        {
            return CultureInfo.GetCultureInfo(culture).EnglishName;
        }
        catch (CultureNotFoundException)
        {
            return culture;
        }
    }
}
