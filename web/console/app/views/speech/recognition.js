// Speech to text: a microphone or a file in; partials, sentences, words with their times and confidence out; subtitles to keep.
import { download, field, fill, h, segmented, select, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { getJson } from '../../lib/api.js';
import { duration } from '../../lib/time.js';
import { toInt16 } from '../../audio/pcm.js';
import { Microphone, microphoneRate } from '../../audio/microphone.js';
import { Recognition } from '../../faces/voxnexus.js';
import { toJson, toSrt, toVtt, timestamp } from '../../speech/captions.js';

const blockLength = microphoneRate / 5;
const mostBacklog = 2 * 1024 * 1024;
const uncertain = 0.5;

export async function buildRecognition(section, app, signal) {
  let from = 'microphone';
  const source = segmented('Source', [['microphone', 'Microphone'], ['file', 'File']], from, (value) => {
    from = value;
    fileField.hidden = from !== 'file';
    tell();
  });
  const file = h('input', { class: 'input', type: 'file', accept: 'audio/*,.wav,.mp3,.ogg,.flac,.m4a,.webm', onchange: () => tell() });
  const fileField = field('Audio file', file, 'Decoded in this browser; any length.');
  fileField.hidden = true;
  const language = select([['', 'Server’s default']]);
  const button = h('button', { class: 'button button-primary', type: 'button', onclick: () => (session ? session.stop() : begin()) });
  const meter = h('meter', { class: 'level', min: 0, max: 1, value: 0, 'aria-label': 'Microphone level', hidden: true });
  const progress = h('progress', { class: 'level', max: 1, value: 0, 'aria-label': 'Progress', hidden: true });
  const facts = h('p', { class: 'muted small tabular', role: 'status' });
  const problem = h('div', { class: 'notice notice-bad', role: 'alert', hidden: true });
  const output = h('ol', { class: 'segments', 'aria-label': 'Recognised', 'aria-live': 'polite' });
  const partial = h('p', { class: 'segment-partial', hidden: true });
  const empty = h('div', { class: 'empty' }, icon('mic'), h('p', null, 'What is said appears here, sentence by sentence, with the time and the certainty of every word.'));
  const keep = h('div', { class: 'row row-tight', hidden: true }, [['SRT', 'srt', toSrt, 'application/x-subrip'], ['VTT', 'vtt', toVtt, 'text/vtt'], ['JSON', 'json', toJson, 'application/json']].map(([label, extension, write, type]) =>
    h('button', { class: 'button button-small', type: 'button', onclick: () => download(`transcript.${extension}`, write(segments), type) }, icon('download'), label)));

  fill(section, h('div', { class: 'card-head' }, h('h2', { id: 'recognition-title' }, 'Speech to text'), source),
    h('div', { class: 'grid-fields' }, field('Language', language), fileField),
    h('div', { class: 'row' }, button, meter, progress), problem,
    h('div', { class: 'transcribed' }, empty, output, partial), facts, keep);

  let session = null;
  let segments = [];
  signal.addEventListener('abort', () => session?.abort());

  const show = (error) => {
    problem.hidden = !error;
    if (error) fill(problem, icon('warning'), h('div', null, h('strong', null, error.message ?? error), error.advice ?? ''));
  };
  const tell = () => {
    fill(button, icon(session ? 'stop' : from === 'file' ? 'upload' : 'mic'), session ? 'Stop' : from === 'file' ? 'Transcribe' : 'Listen');
    button.disabled = !session && from === 'file' && file.files.length === 0;
    source.enable(!session);
    meter.hidden = !session || from !== 'microphone';
    progress.hidden = !session || from !== 'file';
  };

  const onTranscript = (t) => {
    empty.hidden = true;
    if (!t.is_final) {
      partial.hidden = false;
      setText(partial, t.text);
      return;
    }
    partial.hidden = true;
    segments.push(t);
    output.append(segmentItem(t));
    keep.hidden = false;
    const words = segments.flatMap((s) => s.words ?? []);
    setText(facts, `${segments.length} ${segments.length === 1 ? 'sentence' : 'sentences'} · ${words.length} words · ends at ${duration(t.offset + t.duration)}`);
  };

  async function begin() {
    show(null);
    segments = [];
    fill(output);
    partial.hidden = true;
    keep.hidden = true;
    setText(facts, '');
    const recognition = new Recognition();
    let isOver = false;
    const over = (error) => {
      if (isOver) return;
      isOver = true;
      recognition.close();
      session = null;
      partial.hidden = true;
      if (error) show(error);
      tell();
    };
    session = { stop: () => over(), abort: () => over() };
    tell();
    try {
      await recognition.open({ language: language.value, onTranscript, onEnd: over });
      if (isOver) {
        recognition.close();
        return;
      }
      await (from === 'microphone' ? listen(recognition, over) : upload(recognition, over, () => isOver));
    } catch (error) {
      over(error);
    }
  }

  async function listen(recognition, over) {
    const microphone = new Microphone({
      onBlock: (pcm, level) => {
        meter.value = Math.min(1, Math.sqrt(level) * 1.5);
        recognition.write(pcm);
      },
      onEnd: () => session?.stop(),
    });
    const finish = async () => {
      microphone.close();
      try {
        await recognition.finish();
        over();
      } catch (error) {
        over(error);
      }
    };
    session.stop = finish;
    session.abort = () => { microphone.close(); over(); };
    try {
      await microphone.open();
    } catch (error) {
      microphone.close();
      throw error;
    }
  }

  async function upload(recognition, over, isOver) {
    const pcm = await decode(file.files[0]);
    for (let at = 0; at < pcm.length && !isOver(); at += blockLength) {
      recognition.write(pcm.subarray(at, at + blockLength));
      progress.value = at / pcm.length;

      // The browser would keep everything in memory that the server has not read.
      while (recognition.backlog > mostBacklog && !isOver()) await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
    if (isOver()) return;
    progress.removeAttribute('value');
    await recognition.finish();
    over();
    if (segments.length === 0) setText(facts, 'No speech was found.');
  }

  tell();
  try {
    const { models } = await getJson('v1/models', { signal });
    const known = [...new Set(models.filter((m) => m.type === 'stt').flatMap((m) => m.languages))];
    const names = new Intl.DisplayNames(undefined, { type: 'language', fallback: 'code' });
    language.append(...known.map((l) => h('option', { value: l }, names.of(l))));
  } catch {
    // The default language remains.
  }
}

/** Any file that the browser can decode, as samples at 16 kHz. */
async function decode(file) {
  const context = new OfflineAudioContext(1, 1, microphoneRate);
  let buffer;
  try {
    buffer = await context.decodeAudioData(await file.arrayBuffer());
  } catch {
    throw new Error('This browser cannot decode the file. WAV always works.');
  }
  const mono = new Float32Array(buffer.length);
  for (let c = 0; c < buffer.numberOfChannels; c++) {
    const channel = buffer.getChannelData(c);
    for (let i = 0; i < mono.length; i++) mono[i] += channel[i] / buffer.numberOfChannels;
  }
  return toInt16(mono);
}

function segmentItem(t) {
  const words = t.words?.length ? t.words.map((w) => h('span', {
    class: `word${w.confidence !== undefined && w.confidence < uncertain ? ' word-unsure' : ''}`,
    title: `${(w.offset / 1000).toFixed(2)} s, ${w.duration} ms${w.confidence === undefined ? '' : `, ${Math.round(w.confidence * 100)} % sure`}`,
  }, w.word, ' ')) : t.text;
  return h('li', { class: 'segment' },
    h('span', { class: 'segment-time muted tabular' }, timestamp(t.offset, '.').slice(3, 10)),
    h('span', { class: 'segment-text' }, words),
    t.confidence === undefined ? null : h('span', { class: `badge${t.confidence < uncertain ? ' badge-warm' : ''}`, title: 'Confidence' }, `${Math.round(t.confidence * 100)} %`));
}
