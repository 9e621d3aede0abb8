namespace Parley.Speech.Engines.Flite;

/// <summary>What a worker runs.</summary>
internal interface IFliteJob
{
    /// <summary>Whether somebody waits for the request's very first audio: such jobs go first.</summary>
    bool IsFirst { get; }

    /// <summary>Does the work. Must not throw.</summary>
    void Run();

    /// <summary>Ends the job instead of running it.</summary>
    void Abandon(EngineException reason);
}
