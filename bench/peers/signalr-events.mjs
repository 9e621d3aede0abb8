// @microsoft/signalr as a Voxta app that counts reply chunks.
import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { batches } from './batches.mjs';

await batches(async received => {
    const connection = new HubConnectionBuilder().withUrl(process.argv[2] + 'hub').configureLogging(LogLevel.None).build();
    const welcome = new Promise(resolve => connection.on('ReceiveMessage', message => {
        switch (message.$type) {
            case 'welcome':
                resolve();
                break;
            case 'replyChunk':
                received(message.text.length + message.startIndex);
                break;
        }
    }));
    await connection.start();
    await connection.invoke('SendMessage', { $type: 'authenticate', client: 'bench', scope: ['role:app'] });
    await welcome;
    return () => connection.invoke('SendMessage', { $type: 'typingStart', sessionId: '6d0f1c52-3b0a-4a2e-9c55-6d3a1f0b7e01' });
});
