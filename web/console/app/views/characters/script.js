// Rules of the scripted engine as small forms.
import { field, h } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';

const lines = (text) => text.split('\n').map((l) => l.trim()).filter(Boolean);

/** `name=value` lines as an object; a line without "=" is a name with an empty value. Pure. */
export const parseArguments = (text) => Object.fromEntries(lines(text).map((l) => {
  const at = l.indexOf('=');
  return at < 0 ? [l, ''] : [l.slice(0, at).trim(), l.slice(at + 1).trim()];
}));

/** `{ element, read() }` for a list of rules. */
export function scriptEditor(rules) {
  const list = h('ol', { class: 'rules' });
  const readers = new Map();
  const add = (rule = {}) => {
    const when = h('textarea', { class: 'textarea', rows: 2, value: (rule.when ?? []).join('\n') });
    const say = h('textarea', { class: 'textarea', rows: 2, value: (rule.say ?? []).join('\n') });
    const action = h('input', { class: 'input', value: rule.action ?? '', autocomplete: 'off' });
    const given = h('textarea', { class: 'textarea', rows: 1, value: Object.entries(rule.arguments ?? {}).map(([k, v]) => `${k}=${v}`).join('\n') });
    const item = h('li', { class: 'rule' },
      h('div', { class: 'grid-fields' }, field('When this is said', when, 'One phrase a line; empty fits always'), field('Say one of', say, 'One a line')),
      h('div', { class: 'grid-fields' }, field('Do', action, 'Name of an action'), field('With', given, 'name=value, one a line')),
      h('button', { class: 'button button-small button-quiet', type: 'button', onclick: () => { readers.delete(item); item.remove(); } }, icon('trash'), 'Remove rule'));
    readers.set(item, () => ({
      ...rule,
      when: lines(when.value),
      say: lines(say.value),
      action: action.value.trim() || null,
      arguments: parseArguments(given.value),
    }));
    list.append(item);
    return when;
  };
  rules.forEach(add);
  return {
    element: h('div', { class: 'stack' }, list, h('div', null, h('button', { class: 'button button-small', type: 'button', onclick: () => add().focus() }, icon('plus'), 'Add rule'))),
    read: () => [...list.children].map((item) => readers.get(item)()),
  };
}
