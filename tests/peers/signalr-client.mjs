// The stock SignalR client, driven by a test: a Voxta app without Voxta's library.
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { listen, tell } from "./lines.mjs";

let connection;

listen({
  async connect({ url, reconnectDelays }) {
    const builder = new HubConnectionBuilder().withUrl(url).configureLogging(LogLevel.None);
    if (reconnectDelays) builder.withAutomaticReconnect(reconnectDelays);
    connection = builder.build();
    connection.on("ReceiveMessage", (message) => tell({ on: message.$type, message }));
    connection.onreconnecting((error) => tell({ on: "reconnecting", error: error?.message ?? null }));
    connection.onreconnected((id) => tell({ on: "reconnected", id }));
    connection.onclose((error) => tell({ on: "closed", error: error?.message ?? null }));
    try {
      await connection.start();
      tell({ on: "connected", id: connection.connectionId });
    } catch (error) {
      tell({ on: "refused", error: error.message });
    }
  },
  async invoke({ message }) {
    try {
      tell({ on: "completion", result: (await connection.invoke("SendMessage", message)) ?? null });
    } catch (error) {
      tell({ on: "refused", error: error.message });
    }
  },
  send: ({ message }) => connection.send("SendMessage", message),
  // A line that breaks, as a lost network does it.
  breakLine: () => connection.connection.transport._webSocket._socket.destroy(),
  stop: () => connection.stop(),
});

tell({ on: "ready" });
