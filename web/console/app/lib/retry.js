// How a lost connection is opened again.

const first = 500;
const longest = 15_000;

/** Waiting time before attempt n (from 1), with up to a fifth of jitter so that many pages do not come at once. Pure. */
export function delayBefore(attempt, random = Math.random) {
  const base = Math.min(longest, first * 2 ** (attempt - 1));
  return Math.round(base * (1 + (random() - 0.5) * 0.4));
}

/** Waits; ends early when the network comes back or the page is shown again. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      document.removeEventListener('visibilitychange', shown);
      signal?.removeEventListener('abort', aborted);
      resolve();
    };
    const shown = () => { if (!document.hidden) done(); };
    const aborted = () => { done(); reject(signal.reason); };
    const timer = setTimeout(done, milliseconds);
    addEventListener('online', done);
    document.addEventListener('visibilitychange', shown);
    signal?.addEventListener('abort', aborted);
  });
}
