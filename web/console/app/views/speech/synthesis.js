// Text to speech: choose a voice, hear it, see it, keep it.
import { download, field, fill, h, select, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { getJson } from '../../lib/api.js';
import { duration } from '../../lib/time.js';
import { audioContext, unlockAudio } from '../../audio/context.js';
import { fromBytes, join, toFloat, wavFile } from '../../audio/pcm.js';
import { Speaker } from '../../audio/speaker.js';
import { synthesise } from '../../faces/voxnexus.js';
import { waveform } from './waveform.js';

const sample = 'The tide comes in twice a day, whether or not anybody is watching. Shall we go and see?';
const rates = [8000, 16_000, 22_050, 24_000, 44_100, 48_000];

export async function buildSynthesis(section, app, signal) {
  const text = h('textarea', { class: 'textarea', rows: 3, maxlength: 5000, value: sample });
  const languages = select([], undefined, () => listVoices());
  const voices = select([], undefined, () => listStyles());
  const style = select([['', 'Plain']]);
  const format = select([['wav', 'WAV'], ['pcm', 'PCM, 16 bit']], 'wav');
  const rate = select(rates.map((r) => [r, `${r / 1000} kHz`]), 24_000);
  const speed = slider('Speed', 0.5, 2, 0.05, 1, (v) => `${v.toFixed(2)} ×`);
  const pitch = slider('Pitch', -12, 12, 1, 0, (v) => `${v > 0 ? '+' : ''}${v} semitones`);
  const volume = slider('Volume', 0, 1, 0.05, 1, (v) => `${Math.round(v * 100)} %`);
  const speak = h('button', { class: 'button button-primary', type: 'button', disabled: true, onclick: () => (running ? stop() : run()) }, icon('play'), 'Speak');
  const again = h('button', { class: 'button', type: 'button', hidden: true, onclick: () => play(0) }, icon('retry'), 'Play again');
  const save = h('button', { class: 'button', type: 'button', hidden: true, onclick: keep }, icon('download'), 'Download');
  const facts = h('p', { class: 'muted small tabular', role: 'status' });
  const problem = h('div', { class: 'notice notice-bad', role: 'alert', hidden: true });
  const wave = waveform({ onSeek: (seconds) => play(seconds) });
  wave.hidden = true;

  fill(section, h('div', { class: 'card-head' }, h('h2', { id: 'synthesis-title' }, 'Text to speech')),
    field('Text', text),
    h('div', { class: 'grid-fields' }, field('Language', languages), field('Voice', voices)),
    h('div', { class: 'grid-fields' }, speed.element, pitch.element, volume.element),
    h('div', { class: 'grid-fields' }, field('Style', style), field('Format', format), field('Sample rate', rate)),
    h('div', { class: 'row' }, speak, again, save), problem, wave, facts);

  const speaker = new Speaker();
  let all = [];
  let running = null;
  let result = { pcm: new Int16Array(0), rate: 24_000, words: [], format: 'wav' };
  let source = null;
  let frame = 0;
  signal.addEventListener('abort', stop);

  const show = (error) => {
    problem.hidden = !error;
    if (error) fill(problem, icon('warning'), h('span', null, error));
  };
  const setRunning = (controller) => {
    running = controller;
    fill(speak, icon(controller ? 'stop' : 'play'), controller ? 'Stop' : 'Speak');
  };

  function listVoices() {
    const fitting = all.filter((v) => localesOf(v).includes(languages.value));
    const before = voices.value;
    fill(voices, fitting.map((v) => h('option', { value: v.voice_id }, v.display_name ?? v.name)));
    if (fitting.some((v) => v.voice_id === before)) voices.value = before;
    listStyles();
  }

  function listStyles() {
    const styles = all.find((v) => v.voice_id === voices.value)?.styles ?? [];
    fill(style, h('option', { value: '' }, 'Plain'), styles.map((s) => h('option', { value: s }, s)));
    style.disabled = styles.length === 0;
  }

  async function run() {
    if (!text.value.trim()) return;
    show(null);
    stopPlaying();
    const controller = new AbortController();
    setRunning(controller);
    wave.hidden = again.hidden = save.hidden = true;
    setText(facts, 'Asking…');
    const began = performance.now();
    const parts = [];
    const words = [];
    let first = null;
    let header = format.value === 'wav' ? 44 : 0;
    const sampleRate = Number(rate.value);
    result = { pcm: new Int16Array(0), rate: sampleRate, words, format: format.value };
    const hears = await speaker.open();
    try {
      await synthesise({
        text: text.value.trim(),
        voice_id: voices.value,
        language: languages.value,
        format: format.value,
        sample_rate: sampleRate,
        speed: speed.value(),
        pitch: pitch.value(),
        volume: volume.value(),
        ...(style.value && { voice_config: { style: style.value } }),
      }, {
        signal: controller.signal,
        onWords: (more) => words.push(...more),
        onAudio: (bytes) => {
          first ??= performance.now() - began;
          const pcm = fromBytes(bytes.subarray(header));
          header = 0;
          parts.push(pcm);
          if (hears) speaker.append('lab', pcm, sampleRate);
          result = { ...result, pcm: join(parts), words };
          wave.hidden = false;
          wave.show(result);
          setText(facts, `First sound after ${duration(first)}`);
        },
      });
      speaker.finish('lab');
      const took = performance.now() - began;
      const length = (result.pcm.length / sampleRate) * 1000;
      if (length > 0) setText(facts, `First sound after ${duration(first)} · ${duration(length)} of speech in ${duration(took)} · ${words.length} words`);
      else setText(facts, controller.signal.aborted ? 'Stopped.' : 'There was nothing to say.');
      again.hidden = save.hidden = length === 0;
    } catch (error) {
      setText(facts, '');
      show(error.message);
    } finally {
      if (running === controller) setRunning(null);
    }
  }

  function stop() {
    running?.abort();
    speaker.clear();
    stopPlaying();
  }

  function stopPlaying() {
    cancelAnimationFrame(frame);
    if (source) source.onended = null;
    source?.stop();
    source = null;
    wave.playAt(null);
  }

  async function play(from) {
    speaker.clear();
    stopPlaying();
    if (result.pcm.length === 0) return;
    await unlockAudio();
    const context = audioContext();
    const buffer = new AudioBuffer({ length: result.pcm.length, sampleRate: result.rate });
    buffer.copyToChannel(toFloat(result.pcm), 0);
    source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.onended = stopPlaying;
    const began = context.currentTime;
    source.start(0, from);
    const follow = () => {
      wave.playAt(from + context.currentTime - began);
      frame = requestAnimationFrame(follow);
    };
    follow();
  }

  function keep() {
    const name = `${voices.value}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`;
    if (result.format === 'wav') download(`${name}.wav`, wavFile(result.pcm, result.rate));
    else download(`${name}-${result.rate}.pcm`, result.pcm, 'audio/pcm');
  }

  try {
    all = await allVoices(signal);
  } catch (error) {
    if (!signal.aborted) show(`The voices cannot be listed. ${error.message}`);
    return;
  }
  const locales = [...new Set(all.flatMap(localesOf))];
  const names = new Intl.DisplayNames(undefined, { type: 'language', fallback: 'code' });
  const labelled = locales.map((l) => [l, nameOf(names, l)]).sort((a, b) => a[1].localeCompare(b[1]));
  fill(languages, labelled.map(([value, label]) => h('option', { value }, label)));
  languages.value = locales.includes('en-US') ? 'en-US' : locales[0] ?? '';
  listVoices();
  if ([...voices.options].some((o) => o.value === 'flite-slt')) voices.value = 'flite-slt';
  listStyles();
  speak.disabled = all.length === 0;
}

const localesOf = (voice) => voice.supported_locales?.map((l) => l.locale) ?? [voice.primary_locale];

function nameOf(names, locale) {
  try {
    return names.of(locale);
  } catch {
    return locale;
  }
}

async function allVoices(signal) {
  const found = [];
  for (let page = 1; ; page++) {
    const { voices, pagination } = await getJson(`v1/voices?page_size=100&page=${page}`, { signal });
    found.push(...voices);
    if (page >= pagination.total_pages) return found;
  }
}

function slider(label, min, max, step, value, format) {
  const input = h('input', { class: 'range', type: 'range', min, max, step, value, oninput: () => show() });
  const output = h('output', { class: 'tabular muted' });
  const show = () => {
    output.textContent = format(Number(input.value));
    input.setAttribute('aria-valuetext', output.textContent);
  };
  show();
  const element = field(label, input);
  element.querySelector('label').append(' ', output);
  return { element, value: () => Number(input.value) };
}
