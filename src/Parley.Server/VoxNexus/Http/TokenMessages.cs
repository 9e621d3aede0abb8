using System.Text.Json.Serialization;

namespace Parley.Server.VoxNexus.Http;

/// <summary>The body of <c>POST /v1/tokens</c>.</summary>
/// <param name="TtlSeconds">Life; null for the default.</param>
internal sealed record TokenQuestion(int? TtlSeconds);

/// <summary>The answer of <c>POST /v1/tokens</c>.</summary>
/// <param name="Token">For <c>?token=</c> and the other places of a key.</param>
/// <param name="ExpiresAt">ISO 8601 UTC.</param>
/// <param name="ExpiresIn">Seconds.</param>
/// <param name="RequestId">The request's name.</param>
internal sealed record TokenAnswer(string Token, string ExpiresAt, int ExpiresIn, string RequestId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TokenQuestion))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class TokenJsonContext : JsonSerializerContext;
