namespace Parley.Server.Health;

/// <summary>A part of the server that can be unable to do its work. Register it as a service; <c>/health/ready</c> asks all of them.</summary>
public interface IReadinessCheck
{
    /// <summary>Name of the part in the answer, such as <c>storage</c>.</summary>
    string Name { get; }

    /// <summary>Null when the part can do its work, else why not. Called often: it must be cheap.</summary>
    ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken);
}
