import test from 'node:test';
import assert from 'node:assert/strict';
import { cues, timestamp, toJson, toSrt, toVtt } from '../app/speech/captions.js';

const short = { text: 'Hello <there>', offset: 420, duration: 880 };

test('SubRip has numbers and commas', () => assert.equal(toSrt([short]), '1\n00:00:00,420 --> 00:00:01,300\nHello <there>\n'));
test('WebVTT has a head, points and escapes', () => assert.equal(toVtt([short]), 'WEBVTT\n\n00:00:00.420 --> 00:00:01.300\nHello &lt;there&gt;\n'));
test('hours are counted', () => assert.equal(timestamp(3_723_004, '.'), '01:02:03.004'));
test('nothing said is a valid file', () => assert.equal(toVtt([]), 'WEBVTT\n\n'));

test('a long segment is cut at words, by their times', () => {
  const parts = Array.from({ length: 30 }, (_, i) => `word${i}`);
  const words = parts.map((word, i) => ({ word, offset: i * 500, duration: 400 }));
  const found = cues([{ text: parts.join(' '), offset: 0, duration: 15_000, words }]);
  assert.ok(found.length >= 3);
  assert.ok(found.every((c) => c.text.length <= 84 && c.end - c.start <= 7000));
  assert.equal(found.map((c) => c.text).join(' '), parts.join(' '));
  assert.ok(words.some((w) => w.offset === found[1].start));
});

test('without times of words the characters share', () => {
  const found = cues([{ text: 'a '.repeat(100).trim(), offset: 1000, duration: 10_000 }]);
  assert.ok(found.length > 1);
  assert.equal(found[0].start, 1000);
  assert.ok(Math.abs(found.at(-1).end - 11_000) <= 1);
});

test('cues never overlap and always last', () => {
  const found = cues([{ text: 'one', offset: 0, duration: 1000 }, { text: 'two', offset: 500, duration: 0 }]);
  assert.deepEqual(found.map((c) => [c.start, c.end]), [[0, 1000], [1000, 1001]]);
});

test('JSON keeps words and confidence', () => {
  const { text, segments } = JSON.parse(toJson([{ ...short, confidence: 0.8, words: [{ word: 'hello', offset: 420, duration: 300, confidence: 0.9 }] }]));
  assert.equal(text, short.text);
  assert.equal(segments[0].words[0].confidence, 0.9);
});
