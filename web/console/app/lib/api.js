// Requests to the server that served this page. A key, where one is needed, lives in this tab's session storage only.

const storageKey = 'parley.key';

/** A request that the server answered with an error, or that never reached it (`status` 0). */
export class ApiError extends Error {
  constructor(message, status, code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const key = {
  get: () => sessionStorage.getItem(storageKey) ?? '',
  set(value) {
    if (value) sessionStorage.setItem(storageKey, value);
    else sessionStorage.removeItem(storageKey);
  },
};

/** fetch with the key; throws an ApiError unless the answer is 2xx. */
export async function request(path, { headers, ...options } = {}) {
  const secret = key.get();
  let response;
  try {
    response = await fetch(path, { ...options, headers: { ...(secret && { Authorization: `Bearer ${secret}` }), ...headers } });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError('The server cannot be reached.', 0);
  }
  if (!response.ok) throw await failure(response);
  return response;
}

export const getJson = async (path, options) => (await request(path, options)).json();

export async function sendJson(method, path, body, headers) {
  const response = await request(path, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } });
  return response.status === 204 ? null : response.json().catch(() => null);
}

async function failure(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // Not every refusal has a body.
  }
  const text = body.detail ?? body.error ?? body.title ?? `The server answered ${response.status}.`;
  if (response.status === 401) dispatchEvent(new CustomEvent('parley:unauthorized'));
  return new ApiError(typeof text === 'string' ? text : JSON.stringify(text), response.status, body.code);
}

/** The address of a WebSocket of this server, with the key where the protocol takes it. */
export function socketUrl(path, query = {}, keyName = 'access_token') {
  const url = new URL(path, document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (key.get()) url.searchParams.set(keyName, key.get());
  return url;
}

const scripts = new Map();

/** Loads a script once; its library is then a global. */
export function loadScript(src) {
  if (!scripts.has(src)) {
    scripts.set(src, new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = src;
      script.onload = resolve;
      script.onerror = () => {
        scripts.delete(src);
        script.remove();
        reject(new ApiError(`${src} could not be loaded.`, 0));
      };
      document.head.append(script);
    }));
  }
  return scripts.get(src);
}
