import test from 'node:test';
import assert from 'node:assert/strict';
import { Resampler } from '../app/audio/resampler.js';
import { fromBase64, fromBytes, join, peaks, toBase64, toInt16, wavFile } from '../app/audio/pcm.js';

const tone = (rate, hertz, seconds) => Float32Array.from({ length: Math.round(rate * seconds) }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate));

function resample(input, from, to, block) {
  const resampler = new Resampler(from, to);
  const parts = [];
  for (let i = 0; i < input.length; i += block) parts.push(...resampler.process(input.subarray(i, i + block)));
  parts.push(...resampler.flush());
  return Float32Array.from(parts);
}

for (const [from, to] of [[48_000, 16_000], [44_100, 16_000], [16_000, 48_000], [24_000, 44_100]]) {
  test(`a tone keeps its shape and place from ${from} to ${to} hertz`, () => {
    const output = resample(tone(from, 440, 0.2), from, to, 128);
    const expected = tone(to, 440, 0.2);
    assert.ok(Math.abs(output.length - expected.length) <= 2, `${output.length} samples for ${expected.length}`);
    let worst = 0;
    for (let i = 200; i < expected.length - 200; i++) worst = Math.max(worst, Math.abs(output[i] - expected[i]));
    assert.ok(worst < 0.01, `off by ${worst}`);
  });
}

test('blocks of any size give the same samples', () => {
  const input = tone(48_000, 700, 0.1);
  assert.deepEqual([...resample(input, 48_000, 16_000, 128)].map((x) => x.toFixed(6)), [...resample(input, 48_000, 16_000, 1000)].map((x) => x.toFixed(6)));
});

test('what the lower rate cannot carry is gone', () => {
  const output = resample(tone(48_000, 11_000, 0.2), 48_000, 16_000, 256).subarray(200, -200);
  assert.ok(Math.max(...output.map(Math.abs)) < 0.01);
});

test('samples are clamped, rounded and little-endian', () => {
  assert.deepEqual([...toInt16(Float32Array.of(0, 1, -1, 2, -2, 0.5))], [0, 32767, -32768, 32767, -32768, 16384]);
  assert.deepEqual([...fromBytes(Uint8Array.of(1, 0, 255, 255, 7))], [1, -1]);
});

test('base64 goes there and back', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) % 256);
  assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
});

test('a WAV file says what it holds', async () => {
  const bytes = new DataView(await wavFile(Int16Array.of(1, 2, 3), 24_000).arrayBuffer());
  assert.equal(bytes.byteLength, 50);
  assert.equal(bytes.getUint32(24, true), 24_000);
  assert.equal(bytes.getUint32(40, true), 6);
  assert.equal(bytes.getInt16(48, true), 3);
});

test('a waveform has the extremes of its stretches', () => {
  assert.deepEqual(peaks(join([Int16Array.of(0, 16384), Int16Array.of(-16384, 0)]), 2), [[0, 0.5], [-0.5, 0]]);
});
