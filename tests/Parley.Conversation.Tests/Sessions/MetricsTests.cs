using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Parley.Conversation.Sessions;
using Parley.Testing.Conversations;

namespace Parley.Conversation.Tests.Sessions;

public sealed class MetricsTests
{
    [Fact]
    public async Task A_turn_is_one_activity_and_its_figures_are_counted()
    {
        await using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var seen = new List<(string Name, double Value, string? Outcome)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == ConversationMetrics.MeterName)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((i, v, tags, _) => Add(i, v, tags));
        listener.SetMeasurementEventCallback<int>((i, v, tags, _) => Add(i, v, tags));
        listener.SetMeasurementEventCallback<double>((i, v, tags, _) => Add(i, v, tags));
        listener.Start();
        var activities = new List<Activity>();
        using var traces = new ActivityListener
        {
            ShouldListenTo = s => s.Name == ConversationMetrics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a =>
            {
                lock (activities)
                {
                    activities.Add(a);
                }
            },
        };
        ActivitySource.AddActivityListener(traces);
        using var request = new Activity("request").Start();

        var metrics = new ConversationMetrics(provider.GetRequiredService<IMeterFactory>());
        await using var fixture = new ConversationFixture(change: s => s with { Metrics = metrics });
        var session = await fixture.StartAsync();
        await session.DoAsync(new SendMessage { Text = "hello" });
        await session.NextAsync<TurnEnded>();
        metrics.Interrupted(InterruptReason.Client, TimeSpan.FromMilliseconds(1));
        await session.Session.StopAsync();

        lock (seen)
        {
            seen.Where(m => m.Name == "parley.conversation.sessions").Select(m => m.Value).ShouldBe([1, -1]);
            seen.Single(m => m.Name == "parley.conversation.turns").Outcome.ShouldBe("completed");
            seen.ShouldContain(m => m.Name == "parley.conversation.first_token");
            seen.Where(m => m.Name == "parley.conversation.stage").Select(m => m.Outcome).ShouldBe(["first_token", "first_sentence", "played"]);
            seen.Single(m => m.Name == "parley.conversation.interruptions").Outcome.ShouldBe("client");
        }

        lock (activities)
        {
            var turn = activities.Single(a => a.OperationName == "parley.turn" && Equals(a.GetTagItem("parley.session"), session.Session.Id));
            turn.GetTagItem("parley.outcome").ShouldBe("Completed");
            turn.ParentId.ShouldBeNull();
        }

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string? outcome = null;
            foreach (var tag in tags)
            {
                outcome = tag.Key is "outcome" or "stage" or "reason" ? (string?)tag.Value : outcome;
            }

            lock (seen)
            {
                seen.Add((instrument.Name, value, outcome));
            }
        }
    }
}
