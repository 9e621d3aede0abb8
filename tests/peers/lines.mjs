// Commands come as JSON lines on stdin, what happens goes out as JSON lines on stdout. Binary is {"$bin": base64}.
import { createInterface } from "node:readline";

export const plain = (value) =>
  Buffer.isBuffer(value) || value instanceof Uint8Array
    ? { $bin: Buffer.from(value).toString("base64") }
    : Array.isArray(value)
      ? value.map(plain)
      : value && typeof value === "object"
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
        : value;

export const real = (value) =>
  Array.isArray(value)
    ? value.map(real)
    : value && typeof value === "object"
      ? "$bin" in value
        ? Buffer.from(value.$bin, "base64")
        : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, real(inner)]))
      : value;

export const tell = (what) => process.stdout.write(JSON.stringify(plain(what)) + "\n");

export const listen = (commands) => {
  const lines = createInterface({ input: process.stdin });
  lines.on("line", async (line) => {
    const command = real(JSON.parse(line));
    await commands[command.do](command);
  });
  lines.on("close", () => process.exit(0));
};
