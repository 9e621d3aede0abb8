// Characters for choosing: from the console's surface, and their pictures.
import { getJson, key, request } from './api.js';
import { h } from './dom.js';

export async function listCharacters() {
  const { characters } = await getJson('api/parley/characters');
  return characters;
}

const pictures = new Map();

/** A character's picture, or its initial. The picture may need the key, so an img element cannot fetch it by itself. */
export function avatar(character, size = '') {
  const element = h('span', { class: `avatar ${size}`, 'aria-hidden': 'true' }, (character.name ?? '?').trim().charAt(0).toUpperCase());
  if (character.picture) {
    loadPicture(character.picture).then((src) => element.replaceChildren(h('img', { src, alt: '' }))).catch(() => {});
  }
  return element;
}

function loadPicture(path) {
  if (!key.get()) return Promise.resolve(path);
  if (!pictures.has(path)) pictures.set(path, request(path).then((r) => r.blob()).then((blob) => URL.createObjectURL(blob)));
  return pictures.get(path);
}

export const forgetPicture = (path) => pictures.delete(path);
