// What one session or connection says and hears, as it happens: filter, pause, a look at one entry, a copy to keep.
import { download, fill, h, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { bytes } from '../../lib/time.js';
import { follow } from '../../lib/session-events.js';

const most = 1000;
const precise = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });

/** `{ element, open(path, name), subject() }`; `onChange` is called when another subject is shown. */
export function inspector(signal) {
  const title = h('h2', { id: 'inspector-title' }, 'Inspector');
  const state = h('span', { class: 'badge' });
  const filter = h('input', { class: 'input', type: 'search', placeholder: 'Filter, e.g. replyChunk or -audio', 'aria-label': 'Filter', oninput: () => show() });
  const kinds = { turn: true, conversation: true, wire: true };
  const toggles = Object.keys(kinds).map((kind) => h('label', { class: 'check small' }, h('input', { type: 'checkbox', checked: true, onchange: (e) => { kinds[kind] = e.target.checked; show(); } }), { turn: 'Turns', conversation: 'Conversation', wire: 'Wire' }[kind]));
  const pause = h('button', { class: 'button button-small', type: 'button', 'aria-pressed': 'false', onclick: () => setPaused(!isPaused) }, icon('pause'), 'Pause');
  const clear = h('button', { class: 'button button-small', type: 'button', onclick: () => { entries = []; show(); } }, 'Clear');
  const keep = h('button', { class: 'button button-small', type: 'button', onclick: () => download('events.jsonl', entries.map((e) => JSON.stringify({ kind: e.kind, ...e.data })).join('\n'), 'application/jsonl') }, icon('download'), 'Keep');
  const close = h('button', { class: 'button button-small button-icon button-quiet', type: 'button', 'aria-label': 'Close the inspector', onclick: () => open(null) }, icon('close'));
  const list = h('ol', { class: 'entries', tabindex: '0', 'aria-label': 'Events, newest last' });
  const note = h('p', { class: 'muted small', role: 'status' });
  const element = h('section', { class: 'card inspector', 'aria-labelledby': 'inspector-title', hidden: true },
    h('div', { class: 'card-head' }, title, state, close),
    h('div', { class: 'row inspector-bar' }, h('div', { class: 'grow' }, filter), toggles, pause, clear, keep), list, note);

  let entries = [];
  let isPaused = false;
  let missed = 0;
  let subject = null;
  let stop;
  let isDue = false;
  const result = { element, open, subject: () => subject, onChange() {} };
  signal.addEventListener('abort', () => stop?.abort());

  function open(path, name) {
    stop?.abort();
    subject = path === subject ? null : path;
    element.hidden = !subject;
    entries = [];
    setPaused(false);
    result.onChange();
    if (!subject) return;
    setText(title, name);
    show();
    element.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    stop = new AbortController();
    void follow(subject, {
      wire: true,
      signal: AbortSignal.any([signal, stop.signal]),
      onLink: (isUp) => {
        setText(state, isUp ? 'watching' : 'ended');
        state.className = `badge ${isUp ? 'badge-good' : ''}`;
      },
      onEvent: take,
    });
  }

  function take(kind, data) {
    const last = entries.at(-1);
    if (last && isMoreAudio(last, kind, data)) {
      last.count++;
      last.size += data.bytes;
      if (isPaused) return;
      if (last.element) {
        setText(last.element.querySelector('.entry-text'), `${last.count} frames`);
        setText(last.element.querySelector('.entry-size'), bytes(last.size));
      }
      return;
    }
    const entry = { kind, data, count: 1, at: data.at ?? new Date().toISOString(), ...headline(kind, data) };
    entry.search = `${kind} ${entry.name} ${entry.text} ${data.face ?? ''} ${data.direction ?? ''}`.toLowerCase();
    entries.push(entry);
    if (entries.length > most) entries.splice(0, entries.length - most);
    if (isPaused) {
      missed++;
      setText(note, `Paused; ${missed} more came in.`);
    } else if (!isDue) {
      isDue = true;
      requestAnimationFrame(() => { isDue = false; show(); });
    }
  }

  function setPaused(value) {
    isPaused = value;
    missed = 0;
    pause.setAttribute('aria-pressed', String(isPaused));
    fill(pause, icon(isPaused ? 'play' : 'pause'), isPaused ? 'Go on' : 'Pause');
    show();
  }

  function show() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (e) => (kinds[e.kind] ?? true) && words.every((w) => (w.startsWith('-') && w.length > 1 ? !e.search.includes(w.slice(1)) : e.search.includes(w)));
    const wanted = entries.filter(fits);
    const follows = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
    const seen = new Set(wanted);
    for (const child of [...list.children]) if (!seen.has(child.entry)) child.remove();
    let next = list.firstChild;
    for (const entry of wanted) {
      if (next?.entry === entry) {
        next = next.nextSibling;
        continue;
      }
      entry.element ??= entryElement(entry);
      list.insertBefore(entry.element, next);
    }
    if (follows && !isPaused) list.scrollTop = list.scrollHeight;
    if (!isPaused) setText(note, entries.length === 0 ? 'Waiting for something to happen.' : `${wanted.length} of ${entries.length} shown; the newest ${most} are kept.`);
  }
  return result;
}

// Audio comes many times a second: one row for each stretch of it.
const isMoreAudio = (last, kind, data) => kind === 'wire' && last.kind === 'wire' && /audio|voice/i.test(data.name ?? '')
  && last.data.name === data.name && last.data.connectionId === data.connectionId && last.data.direction === data.direction;

function headline(kind, data) {
  if (kind === 'wire') return { name: data.name ?? '', text: data.text ?? '', size: data.bytes };
  if (kind === 'turn') return { name: `turn ${data.turn} ${data.outcome}`, text: data.text ?? '' };
  if (kind === 'dropped') return { name: `${data.count} events were dropped`, text: '' };
  return { name: data.type ?? kind, text: data.data?.text ?? '' };
}

function entryElement(entry) {
  const { kind, data } = entry;
  const arrow = kind === 'wire' ? (data.direction === 'in' ? '→' : '←') : '';
  const body = h('pre', { class: 'entry-body' });
  const element = h('li', { class: `entry entry-${kind}` }, h('details', {
    ontoggle: (e) => { if (e.target.open && !body.textContent) body.textContent = pretty(kind, data); },
  }, h('summary', null,
    h('time', { class: 'tabular muted', datetime: entry.at }, precise.format(new Date(entry.at))),
    h('span', { class: 'entry-kind' }, kind === 'wire' ? h('span', null, h('span', { 'aria-hidden': 'true' }, arrow), h('span', { class: 'visually-hidden' }, data.direction), ` ${data.face}`) : kind),
    h('span', { class: 'entry-name' }, entry.name),
    h('span', { class: 'entry-text muted' }, entry.text.slice(0, 160)),
    entry.size === undefined ? null : h('span', { class: 'entry-size muted tabular' }, bytes(entry.size))), body));
  element.entry = entry;
  return element;
}

function pretty(kind, data) {
  if (kind !== 'wire') return JSON.stringify(data.data ?? data, null, 2);
  try {
    return JSON.stringify(JSON.parse(data.text), null, 2);
  } catch {
    return data.text ?? '';
  }
}
