// A waveform with its words below it and a line where it plays.
import { fill, h } from '../../lib/dom.js';
import { peaks } from '../../audio/pcm.js';

/** An element with `show({ pcm, rate, words })` and `playAt(seconds | null)`. `onSeek(seconds)` when a word is pressed. */
export function waveform({ onSeek }) {
  const canvas = h('canvas', { class: 'wave', role: 'img', 'aria-label': 'Waveform' });
  const words = h('ol', { class: 'wave-words', 'aria-label': 'Words' });
  const root = h('div', { class: 'waveform' }, canvas, words);
  let shown = { pcm: new Int16Array(0), rate: 16_000, words: [] };
  let position = null;

  const draw = () => {
    const ratio = Math.min(2, devicePixelRatio || 1);
    const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
    const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d');
    const style = getComputedStyle(canvas);
    context.clearRect(0, 0, width, height);
    const total = shown.pcm.length / shown.rate;
    const step = 3 * ratio;
    const count = Math.floor(width / step);
    context.fillStyle = style.getPropertyValue('--accent');
    peaks(shown.pcm, count).forEach(([low, high], i) => {
      context.globalAlpha = position !== null && (i / count) * total > position ? 0.4 : 1;
      const top = (height / 2) * (1 - high);
      context.fillRect(i * step, top, step - ratio, Math.max(ratio, (height / 2) * (high - low)));
    });
    context.globalAlpha = 1;
    context.fillStyle = style.getPropertyValue('--line-strong');
    for (const word of shown.words) {
      if (total > 0) context.fillRect(((word.offset / 1000 / total) * width) | 0, height - 6 * ratio, ratio, 6 * ratio);
    }
    if (position !== null && total > 0) {
      context.fillStyle = style.getPropertyValue('--warm');
      context.fillRect((position / total) * width - ratio, 0, 2 * ratio, height);
    }
  };

  root.show = (data) => {
    shown = data;
    if (words.childElementCount !== data.words.length) {
      fill(words, data.words.map((w) => h('li', null, h('button', { type: 'button', title: `${(w.offset / 1000).toFixed(2)} s`, onclick: () => onSeek(w.offset / 1000) }, w.word))));
    }
    draw();
  };
  root.playAt = (seconds) => {
    position = seconds;
    shown.words.forEach((w, i) => words.children[i]?.classList.toggle('is-now', seconds !== null && seconds * 1000 >= w.offset && seconds * 1000 < w.offset + w.duration));
    draw();
  };
  new ResizeObserver(draw).observe(canvas);
  return root;
}
