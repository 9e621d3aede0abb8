namespace Parley.Audio;

/// <summary>Audio data is not what it claims to be, or in a form that is not supported. The message names what was found.</summary>
public sealed class AudioFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AudioFormatException()
        : this("The audio data is malformed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public AudioFormatException(string message)
        : this(AudioFormatProblem.Malformed, message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public AudioFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="message">A sentence that names what was found.</param>
    public AudioFormatException(AudioFormatProblem problem, string message)
        : base(message) => Problem = problem;

    /// <summary>What is wrong; <see cref="AudioFormatProblem.Malformed"/> unless said otherwise.</summary>
    public AudioFormatProblem Problem { get; }
}
