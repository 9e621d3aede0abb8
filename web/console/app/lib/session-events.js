// What a session tells while somebody watches: turns, conversation events, wire traffic.
import { request } from './api.js';
import { readEvents } from './event-stream.js';
import { delayBefore, pause } from './retry.js';

/**
 * Follows a session until the signal is aborted; a lost stream is opened again where it ended. `onEvent(name, data)` gets `turn`,
 * `conversation`, `wire` and `dropped`; `onLink(isUp)` says whether the stream is open. Ends when the session is gone.
 */
export async function followSession(sessionId, { wire = false, onEvent, onLink = () => {}, signal }) {
  let last = '';
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      const query = new URLSearchParams({ wire: String(wire), ...(last && { after: last }) });
      const response = await request(`api/parley/sessions/${sessionId}/events?${query}`, { headers: { Accept: 'text/event-stream' }, signal });
      onLink(true);
      attempt = 0;
      await readEvents(response, ({ event, data, id }) => {
        if (id) last = id;
        onEvent(event, JSON.parse(data));
      });
    } catch (error) {
      if (signal.aborted) return;
      if (error.status === 404 || error.status === 401 || error.status === 403) {
        onLink(false);
        return;
      }
    }
    onLink(false);
    try {
      await pause(delayBefore(attempt + 1), signal);
    } catch {
      return;
    }
  }
}
