using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Conversation.Sessions;

namespace Parley.Server.Voxta.Rest;

/// <summary>
/// <c>/api/vision/requests/{id}</c>: the picture that <c>visionCaptureRequest</c> asked for, or that there will be none. The picture
/// becomes a message of the player; a reply engine that sees pictures sees it.
/// </summary>
internal static class VisionCalls
{
    private const int MaxPicture = 16 * 1024 * 1024;

    // In memory as a whole: nothing of a caller's is written to disk.
    private static readonly FormOptions FormLimits = new() { BufferBody = false, MemoryBufferThreshold = MaxPicture + 1, MultipartBodyLengthLimit = MaxPicture + 1, ValueCountLimit = 32 };

    public static void Map(RestRoutes routes)
    {
        routes.Map("/api/vision/requests/{id}/send", (HttpMethods.Post, SendAsync));
        routes.Map("/api/vision/requests/{id}", (HttpMethods.Delete, CancelAsync));
    }

    private static async Task SendAsync(RestRequest request)
    {
        var session = Session(request);
        var id = request.RouteId("vision request");
        var picture = await ReadPictureAsync(request);
        await session.ExecuteAsync(new CompleteCapture(id, picture), request.Aborted);
        await request.EmptyAsync(StatusCodes.Status200OK);
    }

    private static async Task CancelAsync(RestRequest request)
    {
        await Session(request).ExecuteAsync(new CompleteCapture(request.RouteId("vision request"), null), request.Aborted);
        await request.EmptyAsync(StatusCodes.Status200OK);
    }

    private static ConversationSession Session(RestRequest request) =>
        request.QueryId("sessionId") is { } id && request.Services.Sessions.TryGet(request.Player, id, out var session) ? session : throw RestException.NotFound("session");

    private static async ValueTask<AttachmentUpload> ReadPictureAsync(RestRequest request)
    {
        var http = request.Http.Request;
        if (!http.HasFormContentType)
        {
            throw new RestException(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "The picture comes as multipart/form-data in the field 'file'.");
        }

        request.LimitBody(MaxPicture + (64 * 1024));
        IFormFile file;
        try
        {
            var form = await http.ReadFormAsync(FormLimits, request.Aborted);
            file = form.Files.GetFile("file") ?? form.Files.FirstOrDefault() ?? throw RestException.BadRequest("The field 'file' is missing.");
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge();
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException or IOException)
        {
            throw RestException.BadRequest("The multipart body cannot be read.");
        }

        if (!file.ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
        {
            throw new RestException(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "The file must be a picture.");
        }

        if (file.Length is 0 or > MaxPicture)
        {
            throw file.Length == 0 ? RestException.BadRequest("The picture is empty.") : TooLarge();
        }

        using var data = new MemoryStream((int)file.Length);
        await file.CopyToAsync(data, request.Aborted);
        return new AttachmentUpload(file.ContentType, data.ToArray(), Limited(request.Query("source")), Limited(Path.GetFileName(file.FileName)), Limited(request.Query("label")));
    }

    private static RestException TooLarge() => new(StatusCodes.Status413PayloadTooLarge, "TOO_LARGE", "A picture has at most 16 MiB.");

    private static string? Limited(string? text) => text is { Length: > 200 } ? text[..200] : text;
}
