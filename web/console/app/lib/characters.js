// Characters for choosing: from the console's surface, and their pictures.
import { getJson, key, request } from './api.js';
import { h } from './dom.js';

let known;

/** Every character of this caller. */
export async function listCharacters() {
  const { characters } = await getJson('api/parley/characters');
  known = Promise.resolve(characters);
  return characters;
}

/** An avatar of somebody of whom only id and name are at hand. */
export function avatarOf({ id, name }, size) {
  const element = avatar({ name }, size);
  known ??= listCharacters();
  known.then((all) => {
    const picture = all.find((c) => c.id === id)?.picture;
    if (picture) showPicture(element, picture);
  }).catch(() => { known = undefined; });
  return element;
}

/** A description as people read it: its placeholders are names. Pure. */
export const about = ({ name, description }) => (description ?? '').replace(/\{\{\s*char\s*\}\}/gi, name).replace(/\{\{\s*user\s*\}\}/gi, 'you');

const pictures = new Map();

/** A character's picture, or its initial. The picture may need the key, so an img element cannot fetch it by itself. */
export function avatar(character, size = '') {
  const element = h('span', { class: `avatar ${size}`, 'aria-hidden': 'true' }, (character.name ?? '?').trim().charAt(0).toUpperCase());
  if (character.picture) showPicture(element, character.picture);
  return element;
}

function showPicture(element, path) {
  loadPicture(path).then((src) => element.replaceChildren(h('img', { src, alt: '' }))).catch(() => {});
}

function loadPicture(path) {
  if (!key.get()) return Promise.resolve(path);
  if (!pictures.has(path)) pictures.set(path, request(path).then((r) => r.blob()).then((blob) => URL.createObjectURL(blob)));
  return pictures.get(path);
}

export const forgetPicture = (path) => pictures.delete(path);
