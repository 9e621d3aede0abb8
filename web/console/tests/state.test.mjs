import test from 'node:test';
import assert from 'node:assert/strict';
import { initialState, reduce } from '../app/conversation/state.js';

const rex = { id: 'c1', name: 'Rex' };
const session = (more) => ({ type: 'session', face: 'voxta', chatId: 'chat', sessionId: 's', characters: [rex], user: { id: 'u', name: 'Ann' }, messages: [], ...more });
const fold = (events, from = initialState) => events.reduce(reduce, from);

test('chunks of a reply make its text, wherever they begin', () => {
  const { messages, speaker } = fold([
    session(), { type: 'generating', senderId: 'c1' },
    { type: 'replyText', id: 'r', senderId: 'c1', text: 'In the old ', start: 0 },
    { type: 'replyText', id: 'r', senderId: 'c1', text: 'mill. ', start: 11 },
    { type: 'replyText', id: 'r', senderId: 'c1', text: 'mill.', start: 11 },
  ]);
  assert.equal(messages[0].text, 'In the old mill.');
  assert.equal(messages[0].name, 'Rex');
  assert.equal(speaker, 'Rex');
});

test('deltas without a position are appended', () => {
  const { messages } = fold([session(), { type: 'replyText', id: 'r', text: 'One ' }, { type: 'replyText', id: 'r', text: 'two' }, { type: 'replyEnd', id: 'r', text: 'One two.' }]);
  assert.equal(messages[0].text, 'One two.');
  assert.equal(messages[0].isStreaming, false);
});

test('what an interruption cut is kept and marked from the first unheard word', () => {
  const { messages } = fold([
    session(), { type: 'replyText', id: 'r', senderId: 'c1', text: 'I was born in a small village by the sea.', start: 0 },
    { type: 'interrupted', id: 'r' }, { type: 'message', message: { id: 'r', role: 'character', text: 'I was born in a…' } },
  ]);
  assert.equal(messages[0].cutAt, 'I was born in a'.length);
  assert.equal(messages[0].text, 'I was born in a small village by the sea.');
  assert.equal(messages[0].heard, 'I was born in a…');
});

test('a reply of which nothing was heard is struck through as a whole', () => {
  const { messages } = fold([session(), { type: 'replyText', id: 'r', text: 'Well, ', start: 0 }, { type: 'interrupted', id: 'r' }, { type: 'replyCancelled', id: 'r' }]);
  assert.equal(messages[0].cutAt, 0);
});

test('a stored reply of which nothing was heard stays, struck through, when the server takes it back', () => {
  const spoken = fold([session(), { type: 'replyText', id: 'r', text: 'Well, ', start: 0 }, { type: 'interrupted', id: 'r' }, { type: 'message', message: { id: 'r', role: 'character', text: 'Well,' } }]);
  assert.equal(fold([{ type: 'deleted', id: 'r' }], spoken).messages[0].cutAt, 0);
  assert.equal(fold([{ type: 'history', messages: [] }], spoken).messages[0].cutAt, 0);
  assert.deepEqual(fold([{ type: 'deleting' }, { type: 'deleted', id: 'r' }], spoken).messages, []);
});

test('a reply that was interrupted after its cut can be deleted', () => {
  const cut = fold([session(), { type: 'replyText', id: 'r', text: 'One two three', start: 0 }, { type: 'interrupted', id: 'r' }, { type: 'message', message: { id: 'r', role: 'character', text: 'One two' } }]);
  assert.deepEqual(fold([{ type: 'deleted', id: 'r' }], cut).messages, []);
});

test('a reply without a word vanishes when it is cancelled', () => {
  const { messages } = fold([session(), { type: 'replyText', id: 'r', text: '', start: 0 }, { type: 'replyCancelled', id: 'r' }]);
  assert.deepEqual(messages, []);
});

test('an edit is no cut', () => {
  const { messages } = fold([session(), { type: 'replyText', id: 'r', text: 'Long live the king', start: 0 }, { type: 'replyEnd', id: 'r' }, { type: 'message', message: { id: 'r', role: 'character', text: 'Long' } }]);
  assert.equal(messages[0].text, 'Long');
  assert.equal(messages[0].cutAt, undefined);
});

test('our own words are shown at once and once', () => {
  const { messages } = fold([session(), { type: 'sent', id: 'local-1', text: 'Hello', at: 't' }, { type: 'message', message: { id: 'm1', role: 'user', text: 'Hello', at: 't2' } }]);
  assert.deepEqual(messages.map((m) => [m.id, Boolean(m.isLocal)]), [['m1', false]]);
});

test('a snapshot of the same chat keeps what only this page saw', () => {
  const before = fold([
    session(), { type: 'message', message: { id: 'm1', role: 'user', text: 'Hi' } },
    { type: 'replyText', id: 'r', text: 'Good morning to you.', start: 0 }, { type: 'interrupted', id: 'r' }, { type: 'message', message: { id: 'r', role: 'character', text: 'Good morning' } },
    { type: 'action', id: 'a1', name: 'wave', senderId: 'c1' },
  ]);
  const { messages, face } = fold([session({ face: 'estuary', messages: [{ id: 'm1', role: 'user', text: 'Hi' }, { id: 'r', role: 'character', text: 'Good morning' }, { id: 'm2', role: 'user', text: 'Wait' }] })], before);
  assert.equal(face, 'estuary');
  assert.deepEqual(messages.map((m) => m.id), ['m1', 'r', 'a1', 'm2']);
  assert.equal(messages[1].cutAt, 'Good morning'.length);
});

test('a snapshot of another chat keeps nothing', () => {
  const before = fold([session(), { type: 'message', message: { id: 'm1', role: 'user', text: 'Hi' } }]);
  assert.deepEqual(fold([session({ chatId: 'other' })], before).messages, []);
});

test('history replaces local words by stored ones and keeps those on their way', () => {
  const before = fold([session(), { type: 'sent', id: 'local-1', text: 'One' }, { type: 'replyText', id: 'r', text: 'Ans' }, { type: 'sent', id: 'local-2', text: 'Two' }]);
  const { messages } = fold([{ type: 'history', messages: [{ id: 'm1', role: 'user', text: 'One' }] }], before);
  assert.deepEqual(messages.map((m) => m.id), ['m1', 'r', 'local-2']);
});

test('partials are shown until the words are a message', () => {
  let state = fold([session(), { type: 'hearing' }, { type: 'partial', text: 'what is' }]);
  assert.equal(state.partial, 'what is');
  state = fold([{ type: 'heard', text: 'what is this' }, { type: 'sent', id: 'l', text: 'what is this' }], state);
  assert.equal(state.partial, '');
  assert.equal(state.hearing, false);
});

test('an unknown event changes nothing', () => assert.equal(reduce(initialState, { type: 'later' }), initialState));

test('a reply that was under way when the connection was lost goes on, or was never said', () => {
  const lost = fold([session(), { type: 'message', message: { id: 'u', role: 'user', text: 'Hi' } }, { type: 'replyText', id: 'r', text: 'One ', start: 0 }, { type: 'link', link: { state: 'lost' } }]);
  assert.equal(lost.messages[1].isStreaming, false);
  const back = reduce(lost, session({ messages: [{ id: 'u', role: 'user', text: 'Hi' }] }));
  assert.equal(back.messages[1].cutAt, 0);
  const on = fold([{ type: 'replyText', id: 'r', text: 'two.', start: 4 }, { type: 'replyEnd', id: 'r' }], back);
  assert.equal(on.messages[1].text, 'One two.');
  assert.equal(on.messages[1].cutAt, undefined);
  const kept = reduce(lost, session({ messages: [{ id: 'u', role: 'user', text: 'Hi' }, { id: 'r', role: 'character', text: 'One two.' }] }));
  assert.equal(kept.messages[1].text, 'One two.');
  assert.equal(kept.messages[1].cutAt, undefined);
});
