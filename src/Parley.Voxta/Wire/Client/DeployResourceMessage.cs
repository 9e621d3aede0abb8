namespace Parley.Voxta.Wire;

/// <summary>Imports a character, scenario or package file; answered by <see cref="DeployResourceResult"/>.</summary>
public sealed record DeployResourceMessage : ClientMessage
{
    /// <summary>Id of the resource.</summary>
    public Guid? Id { get; set; }

    /// <summary>The file.</summary>
    public ResourceData? Data { get; set; }

    /// <summary>Its picture.</summary>
    public ResourceData? Thumbnail { get; set; }
}
