using System.ComponentModel.DataAnnotations;

namespace Parley.Server.Settings;

/// <summary>The least and the longest time of a setting, as <c>hh:mm:ss</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute : RangeAttribute
{
    public TimeRangeAttribute(string least, string longest)
        : base(typeof(TimeSpan), least, longest)
    {
        ParseLimitsInInvariantCulture = true;
        ConvertValueInInvariantCulture = true;
    }
}
