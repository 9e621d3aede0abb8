// The reference server, driven by a test.
import { createServer } from "node:http";
import { Server } from "socket.io";
import { listen, tell } from "./lines.mjs";

const options = JSON.parse(process.argv[2] ?? "{}");
const http = createServer();
const io = new Server(http, options);
let last;

const serve = (namespace) =>
  namespace.on("connection", (socket) => {
    last = socket;
    tell({ on: "connection", id: socket.id, auth: socket.handshake.auth, transport: socket.conn.transport.name, query: socket.handshake.query, header: socket.handshake.headers["x-test"] ?? null });
    socket.conn.on("upgrade", (transport) => tell({ on: "upgrade", transport: transport.name }));
    socket.emit("auth", socket.handshake.auth);
    socket.on("message", (...args) => socket.emit("message-back", ...args));
    socket.on("message-with-ack", (...args) => args.pop()(...args));
    socket.on("never-ack", () => {});
    socket.onAny((name, ...args) => tell({ on: "event", name, args: args.filter((arg) => typeof arg !== "function") }));
    socket.on("disconnect", (reason) => tell({ on: "disconnect", reason }));
  });

serve(io.of("/"));
serve(io.of("/custom"));
serve(io.of("/sdk"));
io.of("/guarded").use((socket, next) => {
  const error = new Error("not you");
  error.data = { why: socket.handshake.auth.key ?? "no key" };
  next(error);
});

listen({
  emit: ({ name, args }) => last.emit(name, ...args),
  ask: async ({ name, args }) => tell({ on: "ack", value: await last.timeout(10000).emitWithAck(name, ...args) }),
  disconnect: ({ close }) => last.disconnect(close),
  closeTransport: () => last.conn.close(),
  destroySocket: () => last.conn.transport.socket._socket.destroy(),
  stopPings: () => clearTimeout(last.conn.pingIntervalTimer),
});

http.listen(0, "127.0.0.1", () => tell({ on: "listening", port: http.address().port }));
