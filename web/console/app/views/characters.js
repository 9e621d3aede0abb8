// Characters: list, make, change, cards in and out.
import { download, fill, h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { request } from '../lib/api.js';
import { about, avatar, listCharacters } from '../lib/characters.js';
import { toast } from '../lib/dialogs.js';
import { editCharacter } from './characters/editor.js';

export function charactersView(main, app, [id], signal) {
  return id ? editCharacter(main, app, id, signal) : showList(main, app, signal);
}

async function showList(main, app, signal) {
  const list = h('ul', { class: 'character-list' });
  const file = h('input', { type: 'file', accept: '.json,.png,application/json,image/png', hidden: true, multiple: true, onchange: () => importCards([...file.files]) });
  const root = h('div', { class: 'page' },
    h('div', { class: 'page-head' },
      h('div', null, h('h1', null, 'Characters'), h('p', null, 'Who can be talked to. Cards of other programs (Character Card V2 and V3) work as they are.')),
      h('button', { class: 'button', type: 'button', onclick: () => file.click() }, icon('upload'), 'Import'), file,
      h('a', { class: 'button button-primary', href: '#/characters/new' }, icon('plus'), 'New character')),
    list);
  main.append(root);

  async function importCards(files) {
    for (const card of files) {
      const isPicture = card.type === 'image/png' || card.name.toLowerCase().endsWith('.png');
      try {
        const response = await request('api/parley/characters/import', { method: 'POST', body: card, headers: { 'Content-Type': isPicture ? 'image/png' : 'application/json' } });
        const { name } = await response.json();
        toast(`${name} is here.`);
      } catch (error) {
        toast(`${card.name}: ${error.message}`);
      }
    }
    file.value = '';
    await load();
  }
  root.addEventListener('dragover', (e) => e.preventDefault());
  root.addEventListener('drop', (e) => {
    e.preventDefault();
    importCards([...e.dataTransfer.files]);
  });

  async function load() {
    let characters;
    try {
      characters = await listCharacters();
    } catch (error) {
      if (!signal.aborted) fill(list, h('li', { class: 'notice notice-bad', role: 'alert' }, icon('warning'), error.message));
      return;
    }
    if (signal.aborted) return;
    fill(list, characters.length === 0
      ? h('li', { class: 'empty' }, icon('characters'), h('p', null, 'No characters. Make one, or drop a card here.'))
      : characters.map((c) => h('li', { class: 'card character-card' },
        h('div', { class: 'character-head' }, avatar(c, 'avatar-large'), h('div', { class: 'grow' }, h('h2', null, c.name),
          h('div', { class: 'row row-tight' }, c.readOnly ? h('span', { class: 'badge' }, 'built in') : c.restorable ? h('span', { class: 'badge badge-good' }, 'changed') : null, c.tags.filter((t) => t !== 'built-in').slice(0, 4).map((t) => h('span', { class: 'badge' }, t))))),
        h('p', { class: 'character-about soft' }, about(c) || 'No description.'),
        h('div', { class: 'row row-tight' },
          h('a', { class: 'button button-small button-primary', href: `#/talk/with/${c.id}`, 'aria-label': `Talk to ${c.name}` }, icon('talk'), 'Talk'),
          h('a', { class: 'button button-small', href: `#/characters/${c.id}`, 'aria-label': `Edit ${c.name}` }, icon('edit'), 'Edit'),
          h('button', { class: 'button button-small button-quiet', type: 'button', 'aria-label': `Export ${c.name} as JSON`, onclick: () => exportCard(c, 'json') }, 'JSON'),
          h('button', { class: 'button button-small button-quiet', type: 'button', 'aria-label': `Export ${c.name} as PNG`, onclick: () => exportCard(c, 'png') }, 'PNG')))));
  }
  await load();
}

export async function exportCard({ id, name }, format) {
  try {
    const response = await request(`api/parley/characters/${id}/export?format=${format}`);
    download(`${name.replace(/[^\p{L}\p{N} _-]+/gu, '').trim() || 'character'}.${format}`, await response.blob());
  } catch (error) {
    toast(error.message);
  }
}
