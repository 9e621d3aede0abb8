// Speech lab: text to speech and speech to text through VoxNexus' sockets, side by side.
import { h } from '../lib/dom.js';
import { buildSynthesis } from './speech/synthesis.js';
import { buildRecognition } from './speech/recognition.js';

export async function speechLabView(main, app, _, signal) {
  const synthesis = h('section', { class: 'card stack', 'aria-labelledby': 'synthesis-title' });
  const recognition = h('section', { class: 'card stack', 'aria-labelledby': 'recognition-title' });
  main.append(h('div', { class: 'page' },
    h('div', { class: 'page-head' }, h('div', null, h('h1', null, 'Speech lab'), h('p', null, 'Hear a voice say anything, and see what recognition makes of what you say. Both run through the VoxNexus sockets.'))),
    h('div', { class: 'lab' }, synthesis, recognition)));
  buildSynthesis(synthesis, app, signal);
  buildRecognition(recognition, app, signal);
}
