namespace Parley.Voxta.Wire;

/// <summary>Who takes part now.</summary>
public sealed record ChatParticipantsUpdated : ServerSessionMessage
{
    /// <summary>The characters.</summary>
    public IReadOnlyList<ChatParticipantInfo> Characters { get; set; } = [];

    /// <summary>The same in another form.</summary>
    public IReadOnlyList<ParticipantReference> Participants { get; set; } = [];
}
