namespace Parley.Speech.Engines.Flite;

/// <summary>A sentence, or part of a long one, that Flite speaks as one utterance.</summary>
/// <param name="Text">What Flite reads.</param>
/// <param name="Offset">Where it begins in the request's text.</param>
internal sealed record FlitePiece(FliteText Text, int Offset);
