// The reference server doing what the conformance host does, for measurements side by side.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { maxHttpBufferSize: 1e6 });
io.on("connection", (socket) => {
  socket.emit("auth", socket.handshake.auth);
  socket.on("message", (...args) => socket.emit("message-back", ...args));
  socket.on("message-with-ack", (...args) => args.pop()(...args));
});
http.listen(Number(process.argv[2] ?? 3001), "127.0.0.1", () => console.log("listening"));
