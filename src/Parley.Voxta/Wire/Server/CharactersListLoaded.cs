namespace Parley.Voxta.Wire;

/// <summary>The characters.</summary>
public sealed record CharactersListLoaded : ServerMessage
{
    /// <summary>One entry each.</summary>
    public IReadOnlyList<CharactersListItem> Characters { get; set; } = [];
}
