using Microsoft.Playwright;

namespace Parley.EndToEnd.Console;

/// <summary>How a test wants its server and its browser.</summary>
internal sealed record ConsoleSetup
{
    /// <summary>Settings of the server.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>What the microphone says again and again; null for silence.</summary>
    public string? Speech { get; init; }

    /// <summary>Silence behind each repetition, seconds.</summary>
    public double Pause { get; init; } = 20;

    /// <summary>Whether the browser lets the page have the microphone.</summary>
    public bool MayRecord { get; init; } = true;

    /// <summary>The name by which the browser knows the server; null for its loopback address.</summary>
    public string? Host { get; init; }

    /// <summary>Runs in every page before its own scripts; null for none.</summary>
    public string? Script { get; init; }

    /// <summary>The window.</summary>
    public ViewportSize Viewport { get; init; } = new() { Width = 1280, Height = 860 };

    /// <summary>Whether it is used by touch.</summary>
    public bool IsTouched { get; init; }

    /// <summary>Light or dark.</summary>
    public ColorScheme ColorScheme { get; init; } = ColorScheme.Light;

    /// <summary>A telephone: touch, and a narrow window.</summary>
    public static ConsoleSetup Phone { get; } = new() { Viewport = new ViewportSize { Width = 390, Height = 844 }, IsTouched = true };
}
