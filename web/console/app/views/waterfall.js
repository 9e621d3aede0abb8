// Where the time of each turn went: a bar per stage on one time line; the slowest stands out. As a table for screen readers.
import { fill, h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { duration, shortDate } from '../lib/time.js';
import { gap, slowest, stageLabel, summary, waited } from '../conversation/turns.js';

const outcomes = { interrupted: ['Interrupted', 'badge-warm'], failed: ['Failed', 'badge-bad'], suppressed: ['Nothing to say', ''], running: ['Running', ''] };

/** An element with `show(turns)`. */
export function waterfall() {
  const root = h('div', { class: 'waterfall' });
  const summaryElement = h('div', { class: 'turn-summary' });
  const list = h('ol', { class: 'turns', 'aria-label': 'Turns, newest first' });
  fill(root, summaryElement, list);
  const shown = new Map();
  root.show = (turns) => {
    if (turns.length === 0) {
      shown.clear();
      fill(summaryElement);
      fill(list, h('li', { class: 'empty' }, icon('timing'), h('p', null, 'Every turn leaves a row of bars here: how long each step took, from the end of speech to the first sound of the answer.')));
      return;
    }
    const longest = Math.max(200, ...turns.map((t) => Math.max(...waited(t).map((s) => s.at), 0)));
    fill(summaryElement, summaryTable(summary(turns)));
    const items = [...turns].reverse().map((turn) => {
      const known = shown.get(turn.turn);
      if (known?.turn === turn && known.longest === longest) return known.element;
      const element = turnItem(turn, longest);
      shown.set(turn.turn, { turn, longest, element });
      return element;
    });
    list.replaceChildren(...items);
  };
  root.show([]);
  return root;
}

function summaryTable({ gap: whole, stages }) {
  const most = Math.max(...stages.filter((s) => s.name !== 'played').map((s) => s.p50 ?? 0));
  return [
    h('div', { class: 'turn-gap' },
      h('div', null, h('span', { class: 'turn-gap-value tabular' }, duration(whole.p50)), h('span', { class: 'muted small' }, 'p50 to first audio')),
      h('div', null, h('span', { class: 'turn-gap-value tabular' }, duration(whole.p95)), h('span', { class: 'muted small' }, 'p95'))),
    h('details', { class: 'turn-stages' }, h('summary', null, 'By stage'),
      h('table', { class: 'table' },
        h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Stage'), h('th', { scope: 'col', class: 'number' }, 'p50'), h('th', { scope: 'col', class: 'number' }, 'p95'))),
        h('tbody', null, stages.map((s) => h('tr', { class: s.name !== 'played' && s.p50 === most ? 'is-slowest' : '' },
          h('th', { scope: 'row' }, s.label), h('td', { class: 'number' }, duration(s.p50)), h('td', { class: 'number' }, duration(s.p95))))))),
  ];
}

function turnItem(turn, longest) {
  const slow = slowest(turn);
  const total = gap(turn);
  const [label, badge] = outcomes[turn.outcome] ?? [];
  const rows = turn.stages.map((stage) => {
    const isPlayed = stage.name === 'played';
    const bar = h('span', { class: `bar${stage.name === slow ? ' bar-slow' : ''}${isPlayed ? ' bar-played' : ''}` });
    const start = Math.max(0, stage.at - stage.ms);

    // What was played lasts much longer than the wait: only its beginning is on the scale.
    bar.style.left = `${Math.min(100, (start / longest) * 100)}%`;
    bar.style.width = `max(2px, ${Math.min(100 - Math.min(100, (start / longest) * 100), (stage.ms / longest) * 100)}%)`;
    return h('tr', { class: stage.name === slow ? 'is-slowest' : '' },
      h('th', { scope: 'row' }, stageLabel(stage.name)),
      h('td', { class: 'bar-cell', 'aria-hidden': 'true' }, h('span', { class: 'bar-track' }, bar)),
      h('td', { class: 'number' }, duration(stage.ms), stage.name === slow ? h('span', { class: 'visually-hidden' }, ', the slowest') : null));
  });
  return h('li', { class: 'turn' },
    h('div', { class: 'turn-head' },
      h('span', { class: 'turn-text' }, turn.text || h('span', { class: 'muted' }, turn.outcome === 'running' ? 'No answer yet' : 'No answer')),
      label ? h('span', { class: `badge ${badge}` }, label) : null,
      h('strong', { class: 'tabular nowrap' }, total === null ? '…' : duration(total))),
    h('table', { class: 'turn-table' }, h('caption', { class: 'visually-hidden' }, `Turn ${turn.turn}, ${shortDate(turn.startedAt)}`), h('colgroup', null, h('col', { class: 'col-stage' }), h('col'), h('col', { class: 'col-time' })), h('tbody', null, rows)));
}
