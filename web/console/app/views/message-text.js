// The text of a message, what was not heard struck through.
import { h } from '../lib/dom.js';

export function messageText({ text, cutAt }) {
  if (cutAt === undefined || cutAt === null) return text;
  const unheard = text.slice(cutAt).trimStart();
  return [text.slice(0, text.length - unheard.length), h('del', { title: 'Not heard' }, unheard)];
}
