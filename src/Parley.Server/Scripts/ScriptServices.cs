using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Conversation.Scripts;

namespace Parley.Server.Scripts;

/// <summary>Scripts run where the program has said how to start their process.</summary>
public static class ScriptServices
{
    /// <summary>Lets the server run scripts in processes of this program, which calls <see cref="ScriptChild.Run"/> on <see cref="ScriptChild.Word"/>.</summary>
    public static IServiceCollection AddScriptChild(this IServiceCollection services)
    {
        if (ScriptChildCommand.OfThisProgram(ScriptChild.Word) is { } command)
        {
            services.AddSingleton(command);
        }

        return services;
    }

    internal static IServiceCollection AddScripts(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(ScriptChildCommand)))
        {
            services.TryAddSingleton(new ScriptLimits());
            services.TryAddSingleton<IScriptHost, ScriptProcessHost>();
        }

        return services;
    }
}
