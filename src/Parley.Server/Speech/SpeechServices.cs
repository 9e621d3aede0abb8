using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Parley.Server.Settings;
using Parley.Speech;

namespace Parley.Server.Speech;

/// <summary>The speech engines of this server: the settings' <c>speech</c> section, with <c>stt</c> and <c>tts</c> choosing the order.</summary>
public static class SpeechServices
{
    internal static IServiceCollection AddSpeechEngines(this IServiceCollection services, ParleySettings settings)
    {
        services.TryAddSingleton<ISpeechEngines>(p => Create(settings, p.GetService<ILoggerFactory>(), p.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Creates the engines that the settings name.</summary>
    /// <exception cref="SettingsException">The settings are wrong, or name an engine that does not exist.</exception>
    public static SpeechEngines Create(ParleySettings settings, ILoggerFactory? loggerFactory, TimeProvider timeProvider)
    {
        try
        {
            var speech = settings.Configuration.GetSection("speech").Get<SpeechOptions>() ?? new SpeechOptions();
            var options = settings.Options;
            return new SpeechEngines(
                speech with
                {
                    Recognizers = options.Stt.Count > 0 ? options.Stt : speech.Recognizers,
                    Synthesizers = options.Tts.Count > 0 ? options.Tts : speech.Synthesizers,
                },
                loggerFactory,
                timeProvider);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new SettingsException($"speech: {exception.Message}", exception);
        }
    }
}
