// The reference client as a load: echoes of a 640-byte frame, 16 on their way; prints what each costs this process.
import { io } from "socket.io-client";

const [url, outstanding = 16, warm = 5, seconds = 5] = process.argv.slice(2);
const socket = io(url, { transports: ["websocket"] });
const message = { audio: Buffer.alloc(640).toString("base64") };
let echoes = 0;
socket.on("message-back", () => {
  echoes++;
  socket.emit("message", message);
});
socket.on("connect", () => {
  for (let i = 0; i < Number(outstanding); i++) socket.emit("message", message);
});
setTimeout(() => {
  const before = { echoes, cpu: process.cpuUsage(), time: process.hrtime.bigint() };
  setTimeout(() => {
    const cpu = process.cpuUsage(before.cpu);
    const count = echoes - before.echoes;
    const elapsed = Number(process.hrtime.bigint() - before.time) / 1e9;
    console.log(`${(count / elapsed).toFixed(0).padStart(9)} echo/s  ${((cpu.user + cpu.system) / count).toFixed(1).padStart(6)} us CPU/echo`);
    process.exit(0);
  }, Number(seconds) * 1000);
}, Number(warm) * 1000);
