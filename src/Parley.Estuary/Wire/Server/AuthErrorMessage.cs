namespace Parley.Estuary.Wire;

/// <summary><c>auth_error</c>: the credentials are refused.</summary>
public sealed record AuthErrorMessage
{
    /// <summary>A plain sentence.</summary>
    public string Error { get; set; } = "";
}
