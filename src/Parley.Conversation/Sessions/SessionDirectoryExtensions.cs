namespace Parley.Conversation.Sessions;

/// <summary>What faces do with a directory.</summary>
public static class SessionDirectoryExtensions
{
    /// <summary>
    /// Starts, resumes or finds a session and attaches to it: one whose grace period passes in this moment is not joined, the chat goes
    /// on in another.
    /// </summary>
    /// <param name="directory">The sessions.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="grace">How long the session waits when this was the last one to leave.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConversationException">The session cannot be started.</exception>
    public static async ValueTask<(SessionStart Start, SessionLease Lease)> StartAttachedAsync(
        this ISessionDirectory directory, SessionRequest request, TimeSpan grace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        while (true)
        {
            var start = await directory.StartAsync(request, cancellationToken);
            try
            {
                return (start, start.Session.Attach(grace));
            }
            catch (ConversationException error) when (error.Code == ConversationErrors.SessionEnded)
            {
                // The directory does not find it any more.
            }
        }
    }
}
