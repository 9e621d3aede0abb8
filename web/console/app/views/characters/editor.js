// One character's card as a form. What the form does not show stays in the card.
import { field, fill, h, select } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { getJson, request, sendJson } from '../../lib/api.js';
import { avatar, forgetPicture } from '../../lib/characters.js';
import { confirmDialog, toast } from '../../lib/dialogs.js';
import { scriptEditor } from './script.js';
import { exportCard } from '../characters.js';

const blank = {
  name: '', nickname: '', description: '', personality: '', scenario: '', firstMessage: '', alternateGreetings: [], messageExamples: '', systemPrompt: '',
  postHistoryInstructions: '', creatorNotes: '', creator: '', characterVersion: '', tags: [], language: '', voice: '', speechRate: 1, pitch: 0, chatStyle: 'companion', script: [],
};
const styles = [['companion', 'Companion'], ['roleplay', 'Role play'], ['storytelling', 'Storytelling'], ['assistant', 'Assistant'], ['undefined', 'Not said']];

export async function editCharacter(main, app, id, signal) {
  const isNew = id === 'new';
  const page = h('div', { class: 'page page-narrow' }, h('a', { class: 'back', href: '#/characters' }, icon('back'), 'Characters'));
  main.append(page);
  let character = blank;
  let etag = null;
  let voices = [];
  try {
    if (!isNew) {
      const response = await request(`api/parley/characters/${id}`, { signal });
      etag = response.headers.get('ETag');
      character = { ...blank, ...await response.json() };
    }
    voices = await listVoices(signal);
  } catch (error) {
    if (!signal.aborted) page.append(h('div', { class: 'empty', role: 'alert' }, icon('characters'), h('p', null, error.status === 404 ? 'This character does not exist any more.' : error.message)));
    return;
  }
  if (signal.aborted) return;

  const inputs = {};
  const line = (name, label, hint, more) => field(label, inputs[name] = h('input', { class: 'input', value: character[name] ?? '', autocomplete: 'off', ...more }), hint);
  const text = (name, label, hint, rows = 3) => field(label, inputs[name] = h('textarea', { class: 'textarea', rows, value: character[name] ?? '' }), hint);
  const script = scriptEditor(character.script ?? []);
  const voiceOptions = [['', 'The server’s default'], ...voices];
  if (character.voice && !voices.some(([v]) => v === character.voice)) voiceOptions.push([character.voice, `${character.voice} (not here)`]);
  const save = h('button', { class: 'button button-primary' }, icon('check'), isNew ? 'Make character' : 'Save');
  const problem = h('div', { class: 'notice notice-bad', role: 'alert', hidden: true });
  const form = h('form', { class: 'stack', onsubmit: submit, novalidate: false },
    h('div', { class: 'page-head' }, isNew ? null : avatar(character, 'avatar-large'),
      h('div', null, h('h1', null, isNew ? 'New character' : character.name), h('p', null, character.readOnly ? 'Built in. Saving makes your own copy; deleting that brings this one back.' : character.restorable ? 'Your copy of a built-in character.' : 'Only the name is needed; everything else makes the character richer.'))),
    problem,
    h('section', { class: 'card stack' }, h('h2', null, 'Who it is'),
      h('div', { class: 'grid-fields' }, line('name', 'Name', null, { required: true, maxlength: 200 }), line('nickname', 'Called', 'In conversation, if not by its name')),
      text('description', 'Description', 'Who it is: looks, history, habits', 4),
      text('personality', 'Personality'), text('scenario', 'Scenario', 'Where and when the conversation takes place'),
      field('Tags', inputs.tags = h('input', { class: 'input', value: (character.tags ?? []).join(', ') }), 'Separated by commas')),
    h('section', { class: 'card stack' }, h('h2', null, 'How it speaks'),
      text('firstMessage', 'First message', 'Empty: you speak first'),
      field('Other first messages', inputs.alternateGreetings = h('textarea', { class: 'textarea', rows: 2, value: (character.alternateGreetings ?? []).join('\n---\n') }), 'Separated by a line of ---'),
      text('messageExamples', 'Example dialogue', null, 4),
      h('div', { class: 'grid-fields' },
        field('Voice', inputs.voice = select(voiceOptions, character.voice ?? '')),
        line('language', 'Language', 'A tag such as en-US; empty for the default', { maxlength: 35 }),
        field('Style', inputs.chatStyle = select(styles, character.chatStyle))),
      h('div', { class: 'grid-fields' },
        line('speechRate', 'Speed', '0.5 to 2', { type: 'number', min: 0.5, max: 2, step: 0.05 }),
        line('pitch', 'Pitch', 'Semitones, −12 to 12', { type: 'number', min: -12, max: 12, step: 0.5 }))),
    h('details', { class: 'card' }, h('summary', null, h('h2', null, 'Instructions for a language model')),
      h('div', { class: 'stack details-body' }, text('systemPrompt', 'System prompt', 'In place of the server’s own'), text('postHistoryInstructions', 'After the history'))),
    h('details', { class: 'card', open: (character.script ?? []).length > 0 && (character.script ?? []).length < 8 }, h('summary', null, h('h2', null, 'Script for the offline engine')),
      h('div', { class: 'stack details-body' }, h('p', { class: 'soft' }, 'Without a language model the first rule that fits is said.'), script.element)),
    h('details', { class: 'card' }, h('summary', null, h('h2', null, 'About the card')),
      h('div', { class: 'stack details-body' }, text('creatorNotes', 'Notes for people'), h('div', { class: 'grid-fields' }, line('creator', 'Made by'), line('characterVersion', 'Version')))),
    isNew ? null : h('div', { class: 'row' },
      h('a', { class: 'button', href: `#/talk/with/${id}` }, icon('talk'), 'Talk'),
      h('button', { class: 'button', type: 'button', onclick: () => exportCard(character, 'json') }, icon('download'), 'JSON card'),
      h('button', { class: 'button', type: 'button', onclick: () => exportCard(character, 'png') }, icon('download'), 'PNG card'),
      character.readOnly ? null : h('button', { class: 'button button-danger push', type: 'button', onclick: remove }, icon('trash'), character.restorable ? 'Back to the original' : 'Delete')),
    h('div', { class: 'row form-foot' }, save));
  page.append(form);

  function read() {
    const value = {};
    for (const [name, input] of Object.entries(inputs)) value[name] = input.value;
    for (const name of ['nickname', 'language', 'voice']) value[name] = value[name].trim() || null;
    return {
      ...character,
      ...value,
      name: value.name.trim(),
      speechRate: Number(value.speechRate),
      pitch: Number(value.pitch),
      tags: value.tags.split(',').map((t) => t.trim()).filter(Boolean),
      alternateGreetings: value.alternateGreetings.split(/^---$/m).map((t) => t.trim()).filter(Boolean),
      script: script.read(),
    };
  }

  async function submit(e) {
    e.preventDefault();
    save.disabled = true;
    problem.hidden = true;
    try {
      const body = read();
      if (isNew) {
        const made = await sendJson('POST', 'api/parley/characters', body);
        app.go(`#/characters/${made.id}`);
        toast(`${made.name} is ready.`);
        return;
      }
      await sendJson('PUT', `api/parley/characters/${id}`, body, etag ? { 'If-Match': etag } : {});
      if (character.picture) forgetPicture(character.picture);
      toast('Saved.');
      app.go('#/characters');
    } catch (error) {
      problem.hidden = false;
      fill(problem, icon('warning'), h('span', null, error.status === 412 ? 'Somebody else changed this character meanwhile. Load the page again to see what it is now.' : error.message));
      problem.scrollIntoView({ block: 'center' });
    } finally {
      save.disabled = false;
    }
  }

  async function remove() {
    const question = character.restorable
      ? ['Back to the original?', 'Your changes are deleted.', 'Restore']
      : [`Delete ${character.name}?`, 'The character is deleted for good; its chats stay.', 'Delete'];
    if (!await confirmDialog(...question)) return;
    try {
      await request(`api/parley/characters/${id}`, { method: 'DELETE' });
      app.go('#/characters');
    } catch (error) {
      toast(error.message);
    }
  }
}

async function listVoices(signal) {
  try {
    const { voices } = await getJson('v1/voices?page_size=100', { signal });
    const english = (v) => (v.primary_locale.startsWith('en') ? 0 : 1);
    return voices.sort((a, b) => english(a) - english(b)).map((v) => [v.voice_id, `${v.display_name ?? v.name} (${v.primary_locale})`]);
  } catch {
    return [];
  }
}
