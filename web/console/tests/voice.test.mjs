import test from 'node:test';
import assert from 'node:assert/strict';
import { Voice } from '../app/conversation/voice.js';

const soon = () => new Promise((resolve) => { setImmediate(resolve); });

class ScriptedMicrophone {
  constructor(handlers) {
    Object.assign(this, handlers);
    this.isClosed = false;
    this.allowed = new Promise((resolve, reject) => { this.allow = resolve; this.deny = reject; });
  }
  open() { return this.allowed; }
  close() { this.isClosed = true; }
}

class ScriptedFace {
  calls = [];
  constructor(answer = Promise.resolve()) { this.answer = answer; }
  openVoice(mode) { this.calls.push(`open ${mode}`); return this.answer; }
  closeVoice() { this.calls.push('close'); }
  async keyDown() { this.calls.push('down'); await this.answer; }
  async keyUp() { this.calls.push('up'); }
  write(block) { this.calls.push(block); }
}

function house() {
  const it = { microphones: [], errors: [] };
  it.voice = new Voice({
    createMicrophone: (handlers) => { it.microphones.push(new ScriptedMicrophone(handlers)); return it.microphones.at(-1); },
    prepare: async () => {},
    onChange() {},
    onLevel() {},
    onError: (error) => it.errors.push(error.message),
  });
  it.start = async (mode) => {
    void it.voice.start(mode);
    it.microphones.at(-1).allow();
    await soon();
  };
  it.say = (block) => it.microphones.at(-1).onBlock(block, 0.5);
  return it;
}

const gate = () => {
  const it = {};
  it.promise = new Promise((resolve, reject) => { it.open = resolve; it.fail = () => reject(new Error('The server did not take the microphone.')); });
  it.promise.catch(() => {});
  return it;
};

test('the face gets the microphone once, whichever comes last', async () => {
  const early = house();
  const face = new ScriptedFace();
  early.voice.attach(face);
  await early.start();
  early.voice.attach(face);
  await soon();
  assert.deepEqual(face.calls, ['open open']);
  assert.equal(early.voice.state.state, 'on');

  const late = house();
  await late.start();
  const other = new ScriptedFace();
  late.voice.attach(other);
  await soon();
  assert.deepEqual(other.calls, ['open open']);
});

test('a face that comes while the one before is being given the microphone has it in the end', async () => {
  const it = house();
  const first = gate();
  it.voice.attach(new ScriptedFace(first.promise));
  await it.start();
  assert.equal(it.voice.state.state, 'opening');
  const second = new ScriptedFace();
  it.voice.detach();
  it.voice.attach(second);
  first.fail();
  await soon();
  assert.deepEqual(second.calls, ['open open']);
  assert.equal(it.voice.state.state, 'on');
  assert.equal(it.voice.state.problem, null);
});

test('a microphone that is stopped before it was allowed stays closed', async () => {
  const it = house();
  const face = new ScriptedFace();
  it.voice.attach(face);
  void it.voice.start();
  it.voice.stop();
  it.microphones[0].allow();
  await soon();
  assert.equal(it.voice.state.state, 'off');
  assert.ok(it.microphones[0].isClosed);
  assert.ok(!face.calls.includes('open open'));
});

test('started, stopped and started again, the second microphone is the one', async () => {
  const it = house();
  const face = new ScriptedFace();
  it.voice.attach(face);
  void it.voice.start();
  it.voice.stop();
  void it.voice.start();
  it.microphones[0].deny(new Error('late'));
  it.microphones[1].allow();
  await soon();
  assert.equal(it.voice.state.state, 'on');
  assert.equal(it.voice.state.problem, null);
  assert.equal(it.microphones.length, 2);
});

test('two starts open one microphone', async () => {
  const it = house();
  await it.start();
  await it.voice.start();
  assert.equal(it.microphones.length, 1);
});

test('what fails is told and leaves the microphone closed', async () => {
  const it = house();
  const refused = gate();
  it.voice.attach(new ScriptedFace(refused.promise));
  await it.start();
  refused.fail();
  await soon();
  assert.equal(it.voice.state.state, 'off');
  assert.equal(it.voice.state.problem.title, 'The server did not take the microphone.');
  assert.ok(it.microphones[0].isClosed);
});

test('what is said while the talk key goes down is sent, before the key comes up', async () => {
  const it = house();
  const slow = gate();
  const face = new ScriptedFace(slow.promise);
  it.voice.attach(face);
  await it.start('push');
  slow.open();
  await soon();
  assert.equal(it.voice.state.state, 'on');

  const ack = gate();
  face.answer = ack.promise;
  it.say('not held');
  assert.equal(it.voice.hold(), true);
  it.say('one');
  await soon();
  it.say('two');
  it.voice.release();
  it.say('too late');
  assert.equal(it.voice.hold(), true);
  it.say('three');
  it.voice.release();
  ack.open();
  await soon();
  assert.deepEqual(face.calls, ['open push', 'down', 'one', 'two', 'up', 'down', 'three', 'up']);
  assert.deepEqual(it.errors, []);
});

test('a held key is held on the face that comes', async () => {
  const it = house();
  it.voice.attach(new ScriptedFace());
  await it.start('push');
  it.voice.hold();
  await soon();
  const next = new ScriptedFace();
  it.voice.detach();
  it.voice.attach(next);
  await soon();
  it.say('word');
  assert.deepEqual(next.calls, ['open push', 'down', 'word']);
});

test('a device that is taken away is told once', async () => {
  const it = house();
  it.voice.attach(new ScriptedFace());
  await it.start();
  const [microphone] = it.microphones;
  microphone.onEnd();
  assert.match(it.voice.state.problem.title, /disconnected/);
  await it.start();
  microphone.onEnd();
  assert.equal(it.voice.state.state, 'on');
});
