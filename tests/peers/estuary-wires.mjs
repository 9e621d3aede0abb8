// How the known Estuary clients open their connection and write their packets. Each gives { emit, ask, close } and calls back with
// what comes: event(name, payload), broken(what) for a packet that this client could not read, gone(reason).
import { io } from "socket.io-client";
import WebSocket from "ws";

const connected = (socket) =>
  new Promise((resolve, reject) => {
    socket.on("connect", resolve);
    socket.on("connect_error", reject);
  });

const later = () => {
  const promise = {};
  promise.done = new Promise((resolve, reject) => Object.assign(promise, { resolve, reject }));
  return promise;
};

const socketIo = (socket, listener) => {
  socket.onAny((name, ...args) => {
    if (args.some((arg) => Buffer.isBuffer(arg) || typeof arg === "function")) listener.broken(`${name} is binary or wants an answer`);
    listener.event(name, args[0]);
  });
  socket.on("disconnect", (reason) => listener.gone(reason));
  return {
    emit: (name, payload) => (payload === undefined ? socket.emit(name) : socket.emit(name, payload)),
    ask: (name, payload) => socket.timeout(20_000).emitWithAck(name, payload ?? null),
    close: () => socket.disconnect(),
    // A line that breaks, as a lost network does it.
    breakLine: () => socket.io.engine.transport.ws._socket.destroy(),
  };
};

const emitting = (socket, write) => ({
  emit: write,
  ask: () => Promise.reject(new Error("this client never asks for an acknowledgement")),
  close: () => socket.close(1000),
  breakLine: () => socket._socket.destroy(),
});

// What Unity and Lens parse by hand: 0, 40, 41, 44, 2 and 42 of the namespace, one packet a message.
const parse = (listener, socket, opened) => (data, isBinary) => {
  const packet = data.toString();
  if (isBinary || packet.includes("\x1e")) listener.broken("not one text packet");
  else if (packet === "2") socket.send("3");
  else if (packet.startsWith("42/sdk,[")) listener.event(...JSON.parse(packet.slice(7)));
  else if (packet.startsWith("41/sdk")) listener.gone("41");
  else if (packet.startsWith("40/sdk")) opened.resolve();
  else if (packet.startsWith("44")) opened.reject(new Error(packet));
  else if (!packet.startsWith("0{") && packet !== "3probe" && packet !== "6") listener.broken(packet.slice(0, 80));
};

const open = (address) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
  });

const next = (socket) => new Promise((resolve) => socket.once("message", (data) => resolve(data.toString())));

const webSocket = (url) => url.replace("http", "ws");

export const wires = {
  // WebSocket only, no reconnection of its own, credentials in an event.
  async ts(url, auth, listener) {
    const socket = io(`${url}sdk`, { transports: ["websocket"], reconnection: false });
    const wire = socketIo(socket, listener);
    await connected(socket);
    wire.emit("authenticate", { ...auth, capabilities: { version: "1", camera: true, microphone: true, speaker: true, client_action: true }, realtime_memory: true });
    return wire;
  },

  // Polling first, then the upgrade; credentials in CONNECT.
  async python(url, auth, listener) {
    const socket = io(`${url}sdk`, { auth: { ...auth, realtime_memory: false }, reconnection: false, extraHeaders: { "User-Agent": "Python/3.11 aiohttp/3.9.5" } });
    const wire = socketIo(socket, listener);
    await connected(socket);
    return wire;
  },

  // WebSocket only, an empty auth in the address, every field always written, null where there is no payload.
  async unity(url, auth, listener) {
    const socket = await open(`${webSocket(url)}socket.io/?EIO=4&transport=websocket&auth=`);
    const opened = later();
    socket.on("message", parse(listener, socket, opened));
    socket.on("close", (code) => listener.gone(`closed ${code}`));
    const capabilities = { version: "1", camera: true, microphone: true, speaker: true, client_action: false };
    socket.send(`40/sdk,${JSON.stringify({ ...auth, token: "", enable_animation: false, capabilities })}`);
    await opened.done;
    return emitting(socket, (name, payload) => socket.send(`42/sdk,${JSON.stringify([name, payload ?? null])}`));
  },

  // One GET for the id, then WebSocket with a probe; nothing where there is no payload; 41 without its comma.
  async lens(url, auth, listener) {
    const first = await (await fetch(`${url}socket.io/?EIO=4&transport=polling`)).text();
    const { sid } = JSON.parse(first.slice(1));
    const socket = await open(`${webSocket(url)}socket.io/?EIO=4&transport=websocket&sid=${sid}`);
    socket.send("2probe");
    const probed = await next(socket);
    if (probed !== "3probe") throw new Error(`3probe expected, ${probed} came`);
    const opened = later();
    socket.on("message", parse(listener, socket, opened));
    socket.on("close", (code) => listener.gone(`closed ${code}`));
    socket.send("5");
    socket.send(`40/sdk,${JSON.stringify(auth)}`);
    await opened.done;
    const wire = emitting(socket, (name, payload) => socket.send(`42/sdk,${JSON.stringify(payload === undefined ? [name] : [name, payload])}`));
    return { ...wire, close: () => (socket.send("41/sdk"), socket.close()) };
  },
};
