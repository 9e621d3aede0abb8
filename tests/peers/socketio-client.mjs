// The reference client, driven by a test.
import { io } from "socket.io-client";
import { listen, tell } from "./lines.mjs";

let socket;

listen({
  connect({ url, options }) {
    socket = io(url, options);
    socket.on("connect", () => tell({ on: "connect", id: socket.id, transport: socket.io.engine.transport.name }));
    socket.on("connect_error", (error) => tell({ on: "connect_error", message: error.message, data: error.data ?? null, active: socket.active }));
    socket.on("disconnect", (reason) => tell({ on: "disconnect", reason, active: socket.active }));
    socket.io.on("reconnect", (attempt) => tell({ on: "reconnect", attempt }));
    socket.io.on("open", () => socket.io.engine.on("upgrade", (transport) => tell({ on: "upgrade", transport: transport.name })));
    socket.onAny((name, ...args) => {
      const ack = typeof args.at(-1) === "function" ? args.pop() : undefined;
      tell({ on: "event", name, args, wantsAck: !!ack });
      ack?.("answer", ...args);
    });
  },
  emit: ({ name, args }) => socket.emit(name, ...args),
  async ask({ name, args, timeout }) {
    try {
      tell({ on: "ack", value: await socket.timeout(timeout ?? 10000).emitWithAck(name, ...args) });
    } catch (error) {
      tell({ on: "ack_error", message: error.message });
    }
  },
  disconnect: () => socket.disconnect(),
  reconnect: () => socket.connect(),
  breakTransport: () => socket.io.engine.transport.ws?._socket?.destroy(),
  freeze() {
    // The link is up and nobody reads or writes: what a lost network looks like.
    socket.io.engine.transport.ws.pause();
    socket.io.engine.transport.ws.send = () => {};
    tell({ on: "frozen" });
  },
});

tell({ on: "ready" });
