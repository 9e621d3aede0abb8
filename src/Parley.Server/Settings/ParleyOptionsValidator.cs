using Microsoft.Extensions.Options;

namespace Parley.Server.Settings;

/// <summary>Ranges of single settings; generated from their attributes.</summary>
[OptionsValidator]
internal sealed partial class ParleyOptionsValidator : IValidateOptions<ParleyOptions>;
