// Questions and short notices. Native dialogs: focus, Escape and the backdrop come with them.
import { h, fill } from './dom.js';

/** Shows a dialog; resolves with what `close(value)` was given, undefined when it was dismissed. */
export function showDialog(title, build) {
  return new Promise((resolve) => {
    let result;
    const heading = h('h2', { id: 'dialog-title' }, title);
    const dialog = h('dialog', { 'aria-labelledby': 'dialog-title', onclose: () => { dialog.remove(); resolve(result); } }, heading);
    dialog.append(...build((value) => { result = value; dialog.close(); }, dialog).filter(Boolean));
    document.body.append(dialog);
    dialog.showModal();
  });
}

export const confirmDialog = (title, text, action) => showDialog(title, (close) => [
  h('p', { class: 'soft' }, text),
  h('div', { class: 'dialog-foot' },
    h('button', { class: 'button', type: 'button', onclick: () => close(false) }, 'Cancel'),
    h('button', { class: 'button button-danger', type: 'button', onclick: () => close(true) }, action)),
]);

/** Asks for one line or, with `lines`, for a text. */
export const askText = (title, { label, value = '', action = 'Save', lines = 1, hint, type = 'text', required = true }) => showDialog(title, (close) => {
  const input = lines > 1
    ? h('textarea', { class: 'textarea', rows: lines, value, required, 'aria-label': label })
    : h('input', { class: 'input', type, value, required, 'aria-label': label, autocomplete: 'off', spellcheck: 'false' });
  queueMicrotask(() => { input.focus(); input.select?.(); });
  return [
    h('form', { onsubmit: (e) => { e.preventDefault(); close(input.value); } },
      hint ? h('p', { class: 'soft' }, hint) : null, input,
      h('div', { class: 'dialog-foot' },
        h('button', { class: 'button', type: 'button', onclick: () => close(undefined) }, 'Cancel'),
        h('button', { class: 'button button-primary' }, action))),
  ];
});

let toasts;

/** A notice that goes by itself; screen readers hear it. */
export function toast(text) {
  toasts ??= document.body.appendChild(h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' }));
  const item = h('div', { class: 'toast' }, text);
  toasts.append(item);
  setTimeout(() => item.remove(), 6000);
}

/** A menu under its button: arrows move, Escape closes. `items`: [{ label, icon, action }]. */
export function openMenu(button, items) {
  const close = (refocus) => {
    menu.remove();
    button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
    if (refocus) button.focus();
  };
  const outside = (e) => { if (!menu.contains(e.target) && e.target !== button) close(false); };
  const menu = h('div', {
    class: 'menu', role: 'menu',
    onkeydown: (e) => {
      const all = [...menu.querySelectorAll('button')];
      const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (step) {
        e.preventDefault();
        all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
      } else if (e.key === 'Escape' || e.key === 'Tab') {
        e.preventDefault();
        e.stopPropagation();
        close(true);
      }
    },
  });
  fill(menu, items.filter(Boolean).map((item) => h('button', { type: 'button', role: 'menuitem', onclick: () => { close(true); item.action(); } }, item.icon, item.label)));
  document.body.append(menu);
  const box = button.getBoundingClientRect();
  menu.style.top = `${Math.max(8, Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8))}px`;
  button.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', outside, true);
  menu.querySelector('button').focus();
}
