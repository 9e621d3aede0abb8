using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Parley.SocketIo.AspNetCore.EngineIo;

internal enum PostBodyResult
{
    Read,
    TooLarge,
    Broken,
}

/// <summary>Reads a polling body up to the limit, as valid UTF-8.</summary>
internal static class PostBody
{
    public static async Task<PostBodyResult> ReadAsync(HttpContext context, PooledBuffer body, int limit)
    {
        if (context.Request.ContentLength > limit)
        {
            return PostBodyResult.TooLarge;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            // One byte more than we take, so that the answer is ours.
            feature.MaxRequestBodySize = (long)limit + 1;
        }

        try
        {
            while (true)
            {
                var read = await context.Request.Body.ReadAsync(body.GetMemory(), context.RequestAborted);
                if (read == 0)
                {
                    break;
                }

                body.Advance(read);
                if (body.Length > limit)
                {
                    return PostBodyResult.TooLarge;
                }
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return PostBodyResult.TooLarge;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return PostBodyResult.Broken;
        }

        Repair(body);
        return PostBodyResult.Read;
    }

    // What is not UTF-8 is read as U+FFFD, as JavaScript servers read it; passed on as it came it would break other peers' connections.
    private static void Repair(PooledBuffer body)
    {
        if (Utf8.IsValid(body.WrittenSpan))
        {
            return;
        }

        var repaired = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.WrittenSpan));
        body.Clear();
        body.Append(repaired);
    }
}
