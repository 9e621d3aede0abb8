// Live: figures, sessions and connections now, one of them looked into, the engines.
import { fill, h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { getJson } from '../lib/api.js';
import { bytes, duration, plural, shortDate } from '../lib/time.js';
import { stages } from '../conversation/turns.js';
import { inspector } from './live/inspector.js';

const refreshEvery = 2500;
const states = {
  waitingForUserInput: ['Listening', 'badge-good'], processingUserMessage: ['Thinking', 'badge-warm'],
  selectingSpeaker: ['Choosing who speaks', 'badge-warm'], processingAssistantReply: ['Answering', 'badge-warm'],
};
const faceNames = { voxta: 'Voxta', estuary: 'Estuary', voxnexustts: 'VoxNexus speech', voxnexusstt: 'VoxNexus recognition', 'voxnexus-tts': 'VoxNexus speech', 'voxnexus-stt': 'VoxNexus recognition' };
const faceName = (face) => faceNames[face.toLowerCase()] ?? face;

export async function liveView(main, app, _, signal) {
  const figures = h('dl', { class: 'figures' });
  const stageTable = h('div', { class: 'table-scroll' });
  const sessions = h('div', { class: 'table-scroll' });
  const connections = h('div', { class: 'table-scroll' });
  const engines = h('ul', { class: 'engines' }, h('li', { class: 'muted' }, 'Asking the engines what they can do.'));
  const look = inspector(signal);
  const problem = h('div', { class: 'notice notice-bad', role: 'alert', hidden: true });
  main.append(h('div', { class: 'page' },
    h('div', { class: 'page-head' }, h('div', null, h('h1', null, 'Live'), h('p', null, 'What the server does now, for this key.'))),
    problem, figures,
    h('section', { class: 'card', 'aria-labelledby': 'sessions-title' }, h('div', { class: 'card-head' }, h('h2', { id: 'sessions-title' }, 'Sessions')), sessions),
    h('section', { class: 'card', 'aria-labelledby': 'connections-title' }, h('div', { class: 'card-head' }, h('h2', { id: 'connections-title' }, 'Connections')), connections),
    look.element,
    h('div', { class: 'live-foot' },
      h('section', { class: 'card', 'aria-labelledby': 'stages-title' }, h('div', { class: 'card-head' }, h('h2', { id: 'stages-title' }, 'Time of turns')), stageTable),
      h('section', { class: 'card', 'aria-labelledby': 'engines-title' }, h('div', { class: 'card-head' }, h('h2', { id: 'engines-title' }, 'Engines')), engines))));

  let known = '';
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const [now, metrics] = await Promise.all([getJson('api/parley/sessions', { signal }), getJson('api/parley/metrics', { signal })]);
      problem.hidden = true;
      showFigures(figures, metrics);
      showStages(stageTable, metrics);

      // A table that did not change keeps its focus.
      const text = JSON.stringify(now) + look.subject();
      if (text !== known) {
        known = text;
        showSessions(sessions, now.sessions, look);
        showConnections(connections, now.connections, look);
      }
    } catch (error) {
      if (signal.aborted) return;
      problem.hidden = false;
      fill(problem, icon('warning'), error.message);
    }
  };
  const timer = setInterval(refresh, refreshEvery);
  signal.addEventListener('abort', () => clearInterval(timer));
  look.onChange = refresh;
  getJson('api/parley/doctor', { signal }).then(({ engines: all }) => showEngines(engines, all)).catch((error) => { if (!signal.aborted) fill(engines, h('li', { class: 'muted' }, error.message)); });
  await refresh();
}

function showFigures(list, { process, connections, sessions, turns }) {
  const open = Object.values(connections).reduce((sum, n) => sum + n, 0);
  const items = [
    ['Up', duration(process.uptimeMs), `${duration(process.cpuMs)} of processor`],
    ['Memory', bytes(process.workingSetBytes), `${bytes(process.gcHeapBytes)} managed`],
    ['Sessions', sessions, plural(open, 'connection')],
    ['Turns', turns.total, `${turns.interrupted} interrupted, ${turns.failed} failed`],
  ];
  fill(list, items.map(([name, value, more]) => h('div', { class: 'figure' }, h('dt', null, name), h('dd', null, h('strong', { class: 'tabular' }, String(value)), h('span', { class: 'muted small' }, more)))));
}

function showStages(element, { stages: measured }) {
  const rows = stages.filter(([name]) => measured[name]);
  fill(element, rows.length === 0 ? h('p', { class: 'muted' }, 'No turn yet.') : h('table', { class: 'table' },
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Stage'), h('th', { scope: 'col', class: 'number' }, 'p50'), h('th', { scope: 'col', class: 'number' }, 'p95'))),
    h('tbody', null, rows.map(([name, label]) => h('tr', null, h('td', null, label), h('td', { class: 'number' }, duration(measured[name].p50)), h('td', { class: 'number' }, duration(measured[name].p95)))))));
}

const inspectButton = (look, path, name) => h('button', {
  class: 'button button-small', type: 'button', 'aria-pressed': String(look.subject() === path), 'aria-label': `Inspect ${name}`, onclick: () => look.open(path, name),
}, 'Inspect');

function showSessions(element, sessions, look) {
  fill(element, sessions.length === 0 ? h('p', { class: 'muted' }, 'Nobody is talking. A session appears here as soon as somebody is.') : h('table', { class: 'table' },
    h('thead', null, h('tr', null, ['Characters', 'State', 'Player', 'Seen by', 'Turns', 'Since'].map((t) => h('th', { scope: 'col' }, t)), h('td'))),
    h('tbody', null, sessions.map((s) => {
      const [label, badge] = states[s.state] ?? [s.state, ''];
      const name = s.characters.map((c) => c.name).join(', ');
      return h('tr', null, h('td', null, h('strong', null, name)), h('td', null, h('span', { class: `badge ${badge}` }, label)), h('td', null, s.player),
        h('td', null, h('div', { class: 'row row-tight' }, s.observers.map((o) => h('span', { class: 'badge', title: o.client ?? '' }, faceName(o.face))))),
        h('td', { class: 'tabular' }, s.turns), h('td', { class: 'nowrap' }, shortDate(s.startedAt)), h('td', null, inspectButton(look, `sessions/${s.id}`, name)));
    }))));
}

function showConnections(element, connections, look) {
  fill(element, connections.length === 0 ? h('p', { class: 'muted' }, 'No connection is open.') : h('table', { class: 'table' },
    h('thead', null, h('tr', null, ['Protocol', 'Client', 'From', 'Since'].map((t) => h('th', { scope: 'col' }, t)), h('td'))),
    h('tbody', null, connections.map((c) => h('tr', null, h('td', null, faceName(c.face)), h('td', null, c.client ?? h('span', { class: 'muted' }, 'not said')), h('td', { class: 'mono' }, c.remote ?? ''), h('td', { class: 'nowrap' }, shortDate(c.since)),
      h('td', null, inspectButton(look, `connections/${c.id}`, `${faceName(c.face)} connection`)))))));
}

const kinds = { vad: 'Voice activity', stt: 'Speech to text', tts: 'Text to speech', reply: 'Replies' };
const dots = { ready: 'dot-good', degraded: 'dot-warm', missing: 'dot-bad' };

function showEngines(list, engines) {
  fill(list, engines.map((e) => h('li', { class: 'engine' }, h('span', { class: `dot ${dots[e.state] ?? ''}` }),
    h('div', { class: 'grow' }, h('div', null, h('strong', null, e.id), ' ', h('span', { class: 'muted small' }, `${kinds[e.kind] ?? e.kind}${e.version ? ` · ${e.version}` : ''}`)),
      h('div', { class: 'small soft' }, h('span', { class: 'visually-hidden' }, `${e.state}: `), e.detail), e.fix ? h('div', { class: 'small' }, h('code', null, e.fix)) : null))));
}
