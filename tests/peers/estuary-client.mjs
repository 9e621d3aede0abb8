// An Estuary client of one family, driven by a test. It checks by itself what every client relies on (order and shape of answers and of
// their speech) and tells "broken" where that is not kept.
import { listen, tell } from "./lines.mjs";
import { wires } from "./estuary-wires.mjs";

const profile = process.argv[2];
const broken = (what) => tell({ on: "broken", what });
const block = { ts: 4_096, unity: 1_600, lens: 1_600, python: 333 }[profile];
const answers = new Map();
const interrupted = new Set();
let wire;
let rate;
let microphone;

const answer = (id) => {
  if (!answers.has(id)) answers.set(id, { texts: 0, voices: 0, final: false, spoken: false, pcm: [] });
  return answers.get(id);
};

const checks = {
  bot_response({ message_id, chunk_index, is_final, partial, text }) {
    const known = answer(message_id);
    if (known.final) broken(`text after the final of ${message_id}`);
    if (chunk_index !== known.texts++) broken(`text ${chunk_index} of ${message_id}`);
    if (typeof partial !== (profile === "unity" ? "boolean" : "string")) broken(`partial is a ${typeof partial}`);
    if (typeof text !== "string") broken("text is no string");
    known.final = is_final;
  },
  bot_voice({ message_id, chunk_index, is_final, sample_rate, audio, timestamp }) {
    const known = answer(message_id);
    const pcm = Buffer.from(audio, "base64");
    if (interrupted.has(message_id)) broken(`speech after the interrupt of ${message_id}`);
    if (known.spoken) broken(`speech after the last of ${message_id}`);
    if (chunk_index !== known.voices++) broken(`speech ${chunk_index} of ${message_id}`);
    if (pcm.length === 0 || pcm.length % 2 || pcm.length > rate) broken(`${pcm.length} bytes of speech at ${rate} Hz`);
    if (sample_rate !== rate) broken(`${sample_rate} Hz instead of ${rate}`);
    if (timestamp !== undefined) broken("bot_voice has a timestamp");
    known.pcm.push(pcm);
    known.spoken = is_final;
    if (is_final) tell({ on: "spoken", id: message_id, rate, pcm: Buffer.concat(known.pcm) });
  },
  interrupt({ message_id, interrupted_at }) {
    if (interrupted.has(message_id)) broken(`${message_id} interrupted twice`);
    if (!answer(message_id).final) broken(`interrupt before the final of ${message_id}`);
    if ((interrupted_at === undefined) !== (profile === "unity")) broken(`interrupted_at is ${interrupted_at}`);
    interrupted.add(message_id);
  },
};

const listener = {
  broken,
  event(name, payload) {
    checks[name]?.(payload);
    tell({ on: name, payload: name === "bot_voice" ? { ...payload, audio: payload.audio.length } : (payload ?? null) });
  },
  gone: (reason) => tell({ on: "gone", reason }),
};

// What a microphone gives: blocks in real time, silence when nobody speaks.
const open = (micRate) => {
  const begun = process.hrtime.bigint();
  let sent = 0;
  let said = Buffer.alloc(0);
  let waiting;
  const timer = setInterval(() => {
    const due = (Number(process.hrtime.bigint() - begun) / 1e9) * micRate;
    for (; sent + block <= due; sent += block) {
      const chunk = Buffer.alloc(block * 2);
      said.copy(chunk, 0, 0, chunk.length);
      said = said.subarray(Math.min(chunk.length, said.length));
      wire.emit("stream_audio", { audio: profile === "python" ? chunk : chunk.toString("base64") });
    }
    if (said.length === 0 && waiting) (waiting(), (waiting = undefined));
  }, 20);
  return {
    say: (pcm) => (said = Buffer.concat([said, pcm])),
    silent: () => new Promise((resolve) => (said.length === 0 ? resolve() : (waiting = resolve))),
    close: () => clearInterval(timer),
  };
};

listen({
  async connect({ url, auth }) {
    rate = auth.audio_sample_rate;
    try {
      wire = await wires[profile](url, auth, listener);
      tell({ on: "connected" });
    } catch (error) {
      tell({ on: "refused", message: error.message });
    }
  },
  emit: ({ name, payload }) => wire.emit(name, payload),
  async ask({ name, payload }) {
    tell({ on: "ack", name, value: await wire.ask(name, payload) });
  },
  say({ pcm, rate: micRate }) {
    microphone ??= open(micRate);
    microphone.say(pcm);
  },
  async spoken() {
    await microphone.silent();
    tell({ on: "said" });
  },
  hush() {
    microphone?.close();
    microphone = undefined;
  },
  breakLine: () => wire.breakLine(),
  close: () => wire.close(),
});

tell({ on: "ready" });
