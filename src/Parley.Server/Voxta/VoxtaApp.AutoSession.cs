using Parley.Conversation;
using Parley.Conversation.Sessions;

namespace Parley.Server.Voxta;

/// <content>The default chat starts for an app that authenticated and then did nothing (design §5).</content>
internal sealed partial class VoxtaApp
{
    private void ArmAutoSession()
    {
        if (!Services.Settings.AutoSession || IsAudioConnection || Identity!.RefusesAutoSession || !Identity.May(AppPermissions.ChatStart) || _autoSession is not null)
        {
            return;
        }

        _autoSession = Services.Time.CreateTimer(
            static state => ((VoxtaApp)state!).StartAutoSession(), this, Services.Options.AutoSessionDelay, Timeout.InfiniteTimeSpan);
    }

    private void DisarmAutoSession() => _autoSession?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void StartAutoSession()
    {
        if (_disposed || CurrentSession is not null || Services.Sessions.List(Player).Count > 0)
        {
            return;
        }

        _ = StartAutoSessionAsync();
    }

    private async Task StartAutoSessionAsync()
    {
        try
        {
            var start = await Services.Sessions.StartAsync(
                new SessionRequest { Player = Player, Client = Identity!.Client, DeleteWhenUnused = true, AlwaysGreet = Identity.Profile.AlwaysGreet },
                Connection.Ending);
            Services.Apps.MarkServerOwned(start.Session.Id);

            // The app that made it start keeps it alive, watching or not.
            using (start.Session.Attach(Services.Options.AutoSessionGrace))
            {
                await start.Session.BeginAsync(Connection.Ending);
                await start.Session.Completion.WaitAsync(Connection.Ending);
                Services.Apps.Forget(start.Session.Id);
            }
        }
        catch (Exception error) when (error is ConversationException or OperationCanceledException)
        {
            // No character, no room, or the app has gone: it starts nothing and says nothing.
        }
    }
}
