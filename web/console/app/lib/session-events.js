// What a session tells while somebody watches: turns, conversation events, wire traffic.
import { request } from './api.js';
import { readEvents } from './event-stream.js';
import { delayBefore, pause } from './retry.js';

/**
 * Follows `sessions/{id}` or `connections/{id}` until the signal is aborted or it ends; a lost stream is opened again. `onEvent(name,
 * data)` gets `turn`, `conversation`, `wire` and `dropped`; `onLink(isUp)` says whether the stream is open.
 */
export async function follow(path, { wire = false, onEvent, onLink = () => {}, signal }) {
  let hasEnded = false;
  for (let attempt = 1; !signal.aborted && !hasEnded; attempt++) {
    try {
      const response = await request(`api/parley/${path}/events?wire=${wire}`, { headers: { Accept: 'text/event-stream' }, signal });
      onLink(true);
      attempt = 0;
      await readEvents(response, ({ event, data }) => {
        if (event === 'end') hasEnded = true;
        else onEvent(event, JSON.parse(data));
      });
    } catch (error) {
      if (signal.aborted) return;
      hasEnded = [401, 403, 404].includes(error.status);
    }
    onLink(false);
    if (!hasEnded) await pause(delayBefore(attempt + 1), signal).catch(() => {});
  }
}
