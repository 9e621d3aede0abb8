import test from 'node:test';
import assert from 'node:assert/strict';
import { createEventParser } from '../app/lib/event-stream.js';
import { delayBefore } from '../app/lib/retry.js';
import { duration } from '../app/lib/time.js';
import { gap, percentile, slowest, summary, withTurn } from '../app/conversation/turns.js';
import { isBackchannel } from '../app/conversation/backchannel.js';
import { chatMessages } from '../app/conversation/history.js';

test('events come whole however the text is cut', () => {
  const text = ': hello\nid: 7\nevent: turn\ndata: {"a":1}\n\nevent: wire\r\ndata: x\r\ndata: y\r\n\r\n';
  for (let cut = 0; cut <= text.length; cut++) {
    const parser = createEventParser();
    const events = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))];
    assert.deepEqual(events.map((e) => [e.event, e.data]), [['turn', '{"a":1}'], ['wire', 'x\ny']], `cut at ${cut}`);
    assert.equal(events[0].id, '7');
  }
});

test('waiting grows to its limit', () => {
  assert.deepEqual([1, 2, 3, 10].map((n) => delayBefore(n, () => 0.5)), [500, 1000, 2000, 15_000]);
  assert.equal(delayBefore(1, () => 0), 400);
  assert.ok(delayBefore(2) >= 800 && delayBefore(2) <= 1200);
});

test('durations read well', () => assert.deepEqual([0, 240.4, 1240, 65_000, 7_200_000, null].map(duration), ['0 ms', '240 ms', '1.24 s', '1 min', '2 h 0 min', '–']));

const turn = (number, ...stages) => ({ turn: number, stages: stages.map(([name, at, ms]) => ({ name, at, ms })) });
const one = turn(1, ['endpointWait', 600, 600], ['finalTranscript', 610, 10], ['firstToken', 640, 30], ['firstAudio', 700, 60], ['played', 3000, 2300]);

test('the slowest stage is one that somebody waits for', () => assert.equal(slowest(one), 'endpointWait'));
test('the gap ends with the first audio', () => assert.equal(gap(one), 700));
test('stages add up to the gap', () => assert.equal(one.stages.filter((s) => s.name !== 'played').reduce((sum, s) => sum + s.ms, 0), gap(one)));
test('percentiles are of the nearest rank', () => assert.deepEqual([percentile([], 0.5), percentile([5], 0.95), percentile([1, 2, 3, 4], 0.5), percentile([1, 2, 3, 4], 0.95)], [null, 5, 2, 4]));
test('a turn without audio does not count for the gap', () => assert.equal(summary([one, turn(2, ['endpointWait', 500, 500])]).gap.count, 1));
test('a newer report of a turn takes the place of the older', () => assert.deepEqual(withTurn([turn(1), turn(2)], turn(1, ['firstAudio', 5, 5])).map((t) => [t.turn, t.stages.length]), [[1, 1], [2, 0]]));
test('only so many turns are kept', () => assert.deepEqual(withTurn([turn(1), turn(2)], turn(3), 2).map((t) => t.turn), [2, 3]));

test('"mm-hm" is a backchannel, a question is none', () => {
  assert.ok(isBackchannel('Mm-hm.') && isBackchannel('yeah'));
  assert.ok(!isBackchannel('yeah but why'));
});

test('stored messages that nobody sees are left out; an unheard ending comes back', () => {
  const [shown, ...others] = chatMessages({ messages: [{ id: '1', role: 'secret', text: 'x' }, { id: '2', role: 'assistant', text: 'I was…', at: 't', cutAt: 5, unheard: ' there' }] });
  assert.deepEqual([shown.text, shown.cutAt, shown.role, others.length], ['I was there', 5, 'character', 0]);
});
