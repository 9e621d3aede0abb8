// The stock SignalR client as a Voxta app: connects, starts a chat, says one thing, closes.
import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

const report = (on, more = {}) => console.log(JSON.stringify({ on, ...more }));
const connection = new HubConnectionBuilder().withUrl(process.argv[2]).configureLogging(LogLevel.None).build();
const send = message => connection.invoke('SendMessage', message);
let text = '';
let session;
let replies = 0;

connection.on('ReceiveMessage', async message => {
  switch (message.$type) {
    case 'welcome':
      report('welcome', { message });
      await send({ $type: 'dance' }).catch(error => report('refused', { error: error.message }));
      await send({ $type: 'startChat', characterId: message.assistant.id });
      break;
    case 'chatStarted':
      session = message.sessionId;
      break;
    case 'replyStart':
      text = '';
      break;
    case 'replyChunk':
      text += message.text;
      break;
    case 'replyEnd':
      report('replyEnd', { text });
      if (++replies === 1) {
        await send({ $type: 'send', sessionId: session, text: 'What is 3 plus 4?' });
      } else {
        await connection.stop();
      }
      break;
  }
});
connection.onclose(() => report('closed'));
await connection.start();
report('connected');
await send({ $type: 'authenticate', client: 'stock', scope: ['role:app'], capabilities: { audioInput: 'None', audioOutput: 'None', features: ['no-auto-session'] } });
