using Microsoft.Extensions.Logging;
using Parley.Speech.Recognition;
using Parley.Speech.Registry;

namespace Parley.Speech.Failover;

/// <summary>Opens a stream on the first of several recognisers that can.</summary>
internal sealed class FailoverRecognizer(
    string id, IReadOnlyList<ISpeechRecognizer> recognizers, TimeSpan cooldown, TimeProvider timeProvider, ILogger logger) : ISpeechRecognizer
{
    private readonly FailoverOrder _order = new(recognizers.Count, cooldown, timeProvider);

    public string Id => recognizers.Count > 0 ? recognizers[0].Id : id;

    public IReadOnlyList<string> Languages => recognizers.Count > 0 ? recognizers[0].Languages : [];

    public async ValueTask<IRecognitionStream> OpenAsync(RecognitionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var order = new int[recognizers.Count];
        _order.CopyTo(order);
        EngineException? first = null;
        foreach (var index in order)
        {
            try
            {
                var stream = await recognizers[index].OpenAsync(options, cancellationToken);
                _order.Succeeded(index);
                return stream;
            }
            catch (EngineException failure)
            {
                if (_order.Failed(index))
                {
                    RegistryLog.EngineFailedOver(logger, failure.EngineId, failure.Failure, failure.Message);
                }

                first ??= failure;
            }
        }

        throw first ?? new EngineException("recognition", EngineFailure.Unavailable, "No speech recogniser can run here; 'parley doctor' says what is missing.");
    }

    /// <summary>The engines belong to the registry.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
