// Light, dark or as the system has it.
import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

const storageKey = 'parley.theme';
const isDark = () => (localStorage.getItem(storageKey) ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

export function applyTheme() {
  const chosen = localStorage.getItem(storageKey);
  if (chosen) document.documentElement.dataset.theme = chosen;
}

export function themeButton() {
  const label = h('span');
  const tell = () => { label.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  const button = h('button', {
    class: 'button button-quiet button-small',
    type: 'button',
    onclick: () => {
      localStorage.setItem(storageKey, isDark() ? 'light' : 'dark');
      applyTheme();
      tell();
    },
  }, icon('theme'), label);
  tell();
  return button;
}
