using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Cli.Output;
using Parley.Devices;

namespace Parley.Cli.Commands;

/// <summary><c>parley devices</c>.</summary>
internal sealed class DevicesCommand : Command
{
    public DevicesCommand()
        : base("devices", "List microphones and speakers") => SetAction(Run);

    private static int Run(ParseResult parsed)
    {
        var devices = AudioDevices.List().Select(DeviceFacts.Of).ToArray();
        if (parsed.GetValue(GlobalOptions.Json))
        {
            parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(devices, DeviceFactsJson.Default.DeviceFactsArray));
            return ExitCodes.Done;
        }

        if (devices.Length == 0)
        {
            parsed.InvocationConfiguration.Error.WriteLine("parley: there is no microphone and no speaker here; --in and --out take WAV files instead.");
            return ExitCodes.Done;
        }

        Columns.Write(parsed, ["Device", "System", "In", "Out", "Rate"], devices.Select(d => (string[])
        [
            d.Name,
            d.HostApi,
            d.Inputs.ToString(CultureInfo.InvariantCulture) + (d.IsDefaultInput ? "*" : ""),
            d.Outputs.ToString(CultureInfo.InvariantCulture) + (d.IsDefaultOutput ? "*" : ""),
            d.SampleRate.ToString(CultureInfo.InvariantCulture),
        ]));
        return ExitCodes.Done;
    }
}

/// <summary>A device, for machines.</summary>
internal sealed record DeviceFacts(string Name, string HostApi, int Inputs, int Outputs, int SampleRate, bool IsDefaultInput, bool IsDefaultOutput)
{
    public static DeviceFacts Of(AudioDevice device) =>
        new(device.Name, device.HostApi, device.InputChannels, device.OutputChannels, device.DefaultSampleRate, device.IsDefaultInput, device.IsDefaultOutput);
}

/// <summary>Its form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeviceFacts[]))]
internal sealed partial class DeviceFactsJson : JsonSerializerContext;
