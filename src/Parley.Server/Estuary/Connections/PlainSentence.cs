namespace Parley.Server.Estuary.Connections;

/// <summary>Texts of errors as every client can find them: without quotes and backslashes (specification §1.7).</summary>
internal static class PlainSentence
{
    public static string Of(string text) => text.Replace('"', '\'').Replace('\\', '/');
}
