// What watching turns costs the server: sessions that take a text turn now and then, first unwatched, then each with an event stream.
// node waterfall.mjs SERVER [SESSIONS=100] [SECONDS=30] [PAUSE=5]; the server without keys. Prints one JSON line.
import { HubConnectionBuilder, HttpTransportType, LogLevel } from '@microsoft/signalr';

const [server, sessions = 100, seconds = 30, pause = 5] = [process.argv[2].replace(/\/$/, ''), ...process.argv.slice(3).map(Number)];
const wait = (s) => new Promise((resolve) => { setTimeout(resolve, s * 1000); });
const figures = async () => (await fetch(`${server}/api/parley/metrics`)).json();

async function open(number) {
  const hub = new HubConnectionBuilder().withUrl(`${server}/hub?player=p${number}`, { transport: HttpTransportType.WebSockets }).configureLogging(LogLevel.None).build();
  const started = new Promise((resolve) => { hub.on('ReceiveMessage', (m) => { if (m.$type === 'chatStarted') resolve(m.sessionId); }); });
  await hub.start();
  const send = (message) => hub.invoke('SendMessage', message);
  await send({ $type: 'authenticate', client: 'bench', scope: ['role:app'], capabilities: { audioInput: 'None', audioOutput: 'None', features: ['no-auto-session'] } });
  await send({ $type: 'startChat', characterId: '7d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01' });
  return { hub, send, sessionId: await started };
}

async function watch({ sessionId }, counter) {
  const response = await fetch(`${server}/api/parley/sessions/${sessionId}/events`);
  for await (const chunk of response.body) counter.events += Buffer.from(chunk).toString().split('\nevent: ').length - 1;
}

async function measure(open) {
  const before = await figures();
  const end = performance.now() + seconds * 1000;
  await Promise.all(open.map(async (session, i) => {
    await wait((i / open.length) * pause);
    while (performance.now() < end) {
      await session.send({ $type: 'send', sessionId: session.sessionId, text: 'Do you have a good book about the sea?', doReply: true });
      await wait(pause);
    }
  }));
  const after = await figures();
  const took = after.process.uptimeMs - before.process.uptimeMs;
  return { cpu: (after.process.cpuMs - before.process.cpuMs) / took, turns: after.turns.total - before.turns.total, seconds: took / 1000 };
}

const all = [];
for (let i = 0; i < sessions; i++) all.push(await open(i));
await measure(all);
const unwatched = await measure(all);
const counter = { events: 0 };
for (const session of all) watch(session, counter).catch(() => {});
await wait(2);
const watched = await measure(all);

console.log(JSON.stringify({ sessions, unwatched, watched, events: counter.events, costOfOneCore: watched.cpu - unwatched.cpu }));
process.exit(0);
