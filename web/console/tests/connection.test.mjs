import test from 'node:test';
import assert from 'node:assert/strict';
import { Connection } from '../app/conversation/connection.js';
import { FaceError } from '../app/faces/face-error.js';
import { initialState, reduce } from '../app/conversation/state.js';

const chat = { chatId: 'chat', characters: [{ id: 'c', name: 'Rex' }], user: { id: 'u', name: 'Ann' } };
const soon = () => new Promise((resolve) => { setImmediate(resolve); });

/** A face that stands when the test says so. */
class ScriptedFace {
  constructor(name, emit) {
    Object.assign(this, { name, emit, isOpen: false, isClosed: false });
    this.ended = new Promise((resolve, reject) => { this.fail = reject; this.done = resolve; });
    this.ended.catch(() => {});
  }
  start() {
    this.isOpen = !this.isClosed;
    return this.ended;
  }
  stand() {
    if (!this.isOpen || this.stands) return;
    this.stands = true;
    this.emit({ type: 'session', face: this.name, sessionId: 's', ...chat });
    this.done();
  }
  refuse(code = 'refused') {
    if (this.stands) return;
    this.isOpen = false;
    this.fail(new FaceError(code, `It is ${code}.`));
  }
  lose() {
    this.isOpen = false;
    this.isClosed = true;
    this.emit({ type: 'lost', reason: 'The connection was closed.' });
  }
  close() {
    this.isOpen = false;
    this.isClosed = true;
    this.fail(new FaceError('ended', 'The connection was closed.'));
  }
}

function house() {
  const it = { faces: [], state: initialState, attached: undefined, waiting: [], unauthorized: 0 };
  it.connection = new Connection({
    createFace: (name, emit) => { it.faces.push(new ScriptedFace(name, emit)); return it.faces.at(-1); },
    state: () => it.state,
    tell: (event) => {
      it.state = reduce(it.state, event);
      const stays = event.type === 'error' && /stays on (\w+)/.exec(event.message);
      if (stays) it.wanted = stays[1].toLowerCase();
    },
    attach: (face) => { it.attached = face; },
    detach: () => { it.attached = undefined; },
    pause: (_, signal) => new Promise((resolve) => { it.waiting.push(resolve); signal.addEventListener('abort', resolve); }),
    onUnauthorized: () => { it.unauthorized++; },
  });
  it.last = () => it.faces.at(-1);
  it.open = () => it.faces.filter((f) => f.isOpen);
  it.begin = (face = 'voxta') => {
    it.state = reduce(it.state, { type: 'starting', face });
    it.state = reduce(it.state, { type: 'link', link: { state: 'connecting' } });
    return it.connection.open({ characterIds: ['c'], face });
  };
  it.stand = async () => { it.last().stand(); await soon(); };
  it.wake = async () => { it.waiting.splice(0).forEach((go) => go()); await soon(); };
  it.shouldStandOn = (name) => {
    assert.equal(it.state.link.state, 'online');
    assert.equal(it.state.face, name);
    assert.equal(it.state.nextFace, null);
    assert.deepEqual(it.open(), [it.connection.face]);
    assert.equal(it.attached, it.connection.face);
    assert.equal(it.connection.face.name, name);
  };
  return it;
}

test('a switch that is asked for while the chat begins is made as soon as it stands', async () => {
  const it = house();
  const begun = it.begin();
  void it.connection.switchTo('estuary');
  await it.stand();
  assert.equal(it.last().name, 'estuary');
  await it.stand();
  assert.equal(await begun, true);
  it.shouldStandOn('estuary');
});

test('the latest wish counts', async () => {
  const it = house();
  void it.begin();
  await it.stand();
  void it.connection.switchTo('estuary');
  await soon();
  const [, estuary] = it.faces;
  assert.equal(it.state.link.state, 'connecting');
  void it.connection.switchTo('voxta');
  await soon();
  assert.ok(estuary.isClosed);
  it.shouldStandOn('voxta');
  assert.equal(it.faces.length, 2);
  assert.equal(it.state.error, null);
});

test('a face that refuses leaves the chat where it was, and says so', async () => {
  const it = house();
  void it.begin();
  await it.stand();
  const switching = it.connection.switchTo('estuary');
  await soon();
  it.last().refuse();
  await switching;
  it.shouldStandOn('voxta');
  assert.equal(it.state.error, 'The chat stays on Voxta: It is refused.');
});

test('a connection that is lost during a switch is not put back', async () => {
  const it = house();
  void it.begin();
  await it.stand();
  void it.connection.switchTo('estuary');
  await soon();
  it.faces[0].lose();
  await soon();
  assert.equal(it.faces.length, 2);
  await it.stand();
  it.shouldStandOn('estuary');
});

test('where both are lost the wanted one is tried until it stands, one at a time', async () => {
  const it = house();
  void it.begin();
  await it.stand();
  void it.connection.switchTo('estuary');
  await soon();
  it.faces[0].lose();
  it.last().refuse('unreachable');
  await soon();
  assert.equal(it.state.link.state, 'lost');
  void it.connection.reconnect();
  void it.connection.reconnect();
  await it.wake();
  assert.equal(it.open().length, 1);
  assert.equal(it.last().name, 'estuary');
  it.last().refuse('unreachable');
  await soon();
  await it.wake();
  await it.stand();
  it.shouldStandOn('estuary');
});

test('Estuary is led back to the chat by Voxta', async () => {
  const it = house();
  void it.begin('estuary');
  await it.stand();
  await it.stand();
  it.last().lose();
  await soon();
  await it.wake();
  it.last().refuse();
  await soon();
  assert.equal(it.last().name, 'voxta');
  await it.stand();
  assert.equal(it.last().name, 'estuary');
  await it.stand();
  it.shouldStandOn('estuary');
});

test('a beginning that fails is told', async () => {
  const it = house();
  const begun = it.begin();
  it.last().refuse('unauthorized');
  assert.equal(await begun, false);
  assert.equal(it.state.link.state, 'refused');
  assert.equal(it.unauthorized, 1);
  assert.deepEqual(it.open(), []);
});

test('a chat that is left while it begins leaves no connection behind', async () => {
  const it = house();
  const first = it.begin();
  const second = it.begin();
  await soon();
  assert.deepEqual(it.open(), [it.last()]);
  await it.stand();
  assert.equal(await first, false);
  assert.equal(await second, true);
  it.shouldStandOn('voxta');
  it.connection.leave();
  assert.deepEqual(it.open(), []);
  assert.equal(it.attached, undefined);
});

test('a renewed connection replaces the one before', async () => {
  const it = house();
  void it.begin();
  await it.stand();
  const [before] = it.faces;
  void it.connection.renew();
  assert.equal(it.attached, undefined);
  await soon();
  assert.ok(before.isOpen);
  await it.stand();
  assert.ok(!before.isOpen);
  it.shouldStandOn('voxta');
});

test('whatever happens in whatever order, in the end one connection stands, and it is the wanted one', async () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const random = generator(seed);
    const it = house();
    it.wanted = 'voxta';
    void it.begin();
    for (let step = 0; step < 14; step++) {
      const acts = [
        () => it.last().stand(),
        () => it.last().stand(),
        () => it.open().length > 0 && it.last().refuse(random() < 0.5 ? 'refused' : 'unreachable'),
        () => it.connection.face?.lose(),
        () => { it.wanted = random() < 0.5 ? 'voxta' : 'estuary'; void it.connection.switchTo(it.wanted); },
        () => { void it.connection.reconnect(); },
        () => { void it.connection.renew(); },
        () => it.wake(),
        () => { if (random() < 0.3) { it.wanted = 'voxta'; it.state = initialState; void it.begin(); } },
      ];
      acts[Math.floor(random() * acts.length)]();
      if (random() < 0.7) await soon();
    }

    // From here on everything works.
    for (let i = 0; i < 20; i++) {
      await soon();
      if (it.state.link.state === 'refused') void it.connection.reconnect();
      await it.wake();
      it.faces.filter((f) => f.isOpen && f !== it.connection.face).forEach((f) => f.stand());
    }
    await soon();
    it.shouldStandOn(it.wanted);
  }
});

function generator(seed) {
  let value = seed;
  return () => {
    value = (value * 1_103_515_245 + 12_345) % 2_147_483_648;
    return value / 2_147_483_648;
  };
}
