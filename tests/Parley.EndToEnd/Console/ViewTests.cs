using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.EndToEnd.Console;

/// <summary>Every view in light, dark and on a telephone: accessible, without a word in the browser's console, and pictured in artifacts/console.</summary>
public sealed class ViewTests
{
    // What does not fit into the window, outermost first, but for what scrolls by itself.
    private const string TooWide = """
        () => [...document.querySelectorAll('body *')]
          .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !e.parentElement.closest('.table-scroll, .entries'))
          .slice(0, 5).map(e => `${e.tagName.toLowerCase()}.${e.className} ends at ${Math.round(e.getBoundingClientRect().right)} of ${innerWidth}`)
        """;

    public static TheoryData<string> Looks => ["light", "dark", "phone"];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_view_is_accessible_and_quiet(string look)
    {
        await using var browser = await ConsoleBrowser.OpenAsync(look switch
        {
            "phone" => ConsoleSetup.Phone,
            "dark" => new ConsoleSetup { ColorScheme = ColorScheme.Dark },
            _ => new ConsoleSetup(),
        });
        var room = await TalkRoom.OpenAsync(browser);
        var page = browser.Page;
        await LookAsync("talk-start", page.GetByRole(AriaRole.Button, new() { Name = "Type instead" }));
        var paint = await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime");
        TestContext.Current.TestOutputHelper?.WriteLine($"first contentful paint after {paint:F0} ms ({look})");

        await room.StartWritingAsync();
        await room.SayAsync("Good evening");
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToBeVisibleAsync();
        await room.ReadyAsync();
        await room.BeginStoryAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(room.Messages.Filter(new() { HasText = "lighthouse" }).GetByRole(AriaRole.Deletion)).ToBeVisibleAsync();
        await LookAsync("talk", room.Input);

        await browser.GoAsync("#/speech");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Speak", Exact = true })).ToBeEnabledAsync();
        await LookAsync("speech", page.GetByLabel("Voice", new() { Exact = true }));

        await browser.GoAsync("#/chats");
        var chat = page.GetByRole(AriaRole.Link, new() { Name = TalkRoom.Name });
        await LookAsync("chats", chat);
        await chat.ClickAsync();
        await LookAsync("chat", page.GetByRole(AriaRole.List, new() { Name = "Messages" }));

        await browser.GoAsync("#/characters");
        var edit = page.GetByRole(AriaRole.Link, new() { Name = $"Edit {TalkRoom.Name}" });
        await LookAsync("characters", edit);
        await edit.ClickAsync();
        await LookAsync("character", page.GetByLabel("Name", new() { Exact = true }));

        await browser.GoAsync("#/live");
        await LookAsync("live", page.GetByRole(AriaRole.Heading, new() { Name = "Engines" }));
        await page.GetByRole(AriaRole.Button, new() { Name = $"Inspect {TalkRoom.Name}" }).ClickAsync();
        await LookAsync("live-inspector", page.GetByRole(AriaRole.List, new() { Name = "Events, newest last" }));
        browser.ShouldBeQuiet();

        async Task LookAsync(string view, ILocator shown)
        {
            await Expect(shown).ToBeVisibleAsync();
            await browser.PictureAsync($"{view}-{look}");
            await browser.ShouldBeAccessibleAsync($"{view} ({look})");
            (await page.EvaluateAsync<string[]>(TooWide)).ShouldBeEmpty($"{view} ({look}) is wider than the window");
        }
    }

    [Fact]
    public async Task Everything_can_be_reached_and_said_with_the_keyboard_alone()
    {
        await using var browser = await ConsoleBrowser.OpenAsync();
        var room = await TalkRoom.OpenAsync(browser);
        await Expect(room.Page.GetByRole(AriaRole.Button, new() { Name = "Type instead" })).ToBeEnabledAsync();

        await TabToAsync("Skip to content");
        await TabToAsync("Speech lab");
        await TabToAsync(TalkRoom.Name);
        await room.Page.Keyboard.PressAsync("Space");
        await TabToAsync("Type instead");
        await room.Page.Keyboard.PressAsync("Enter");
        await room.ReadyAsync();
        await TabToAsync("Message");
        await room.Page.Keyboard.TypeAsync("Hello from the keyboard");
        await room.Page.Keyboard.PressAsync("Enter");
        await Expect(room.Messages.Filter(new() { HasText = TalkRoom.Answer })).ToBeVisibleAsync();

        await TabToAsync("Chat menu");
        await room.Page.Keyboard.PressAsync("Enter");
        await Expect(room.Page.GetByRole(AriaRole.Menuitem, new() { Name = "New chat" })).ToBeFocusedAsync();
        await room.Page.Keyboard.PressAsync("Escape");
        await Expect(room.Page.GetByRole(AriaRole.Button, new() { Name = "Chat menu" })).ToBeFocusedAsync();
        browser.ShouldBeQuiet();

        // Every focused element shows that it is: an outline or a shadow.
        async Task TabToAsync(string name)
        {
            for (var steps = 0; steps < 60; steps++)
            {
                await room.Page.Keyboard.PressAsync("Tab");
                var focused = await room.Page.EvaluateAsync<JsonElement>(
                    """
                    () => {
                      const e = document.activeElement;
                      const styles = [e, e.parentElement].filter(Boolean).map(x => getComputedStyle(x));
                      return {
                        name: e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent.trim(),
                        isShown: styles.some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'),
                      };
                    }
                    """);
                if (focused.GetProperty("name").GetString()!.Contains(name, StringComparison.Ordinal))
                {
                    focused.GetProperty("isShown").GetBoolean().ShouldBeTrue($"'{name}' has the focus and does not show it");
                    return;
                }
            }

            throw new InvalidOperationException($"'{name}' cannot be reached with Tab.");
        }
    }
}
