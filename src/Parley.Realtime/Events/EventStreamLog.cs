using Microsoft.Extensions.Logging;

namespace Parley.Realtime;

/// <summary>Names the type of a failure only: a handler's exception may quote what was said.</summary>
internal static partial class EventStreamLog
{
    [LoggerMessage(EventId = 1, EventName = "EventHandlerFailed", Level = LogLevel.Error, Message = "A handler of {Event} failed with {ErrorType}")]
    public static partial void HandlerFailed(ILogger logger, string @event, string errorType);
}
