// Server-Sent Events through fetch, which can send the key in a header.

/** Splits text into events; keeps what is incomplete. Pure: `parser.push(text)` gives [{ event, data, id }]. */
export function createEventParser() {
  let rest = '';
  let event = '';
  let id = '';
  let data = [];
  return {
    push(text) {
      const found = [];
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) found.push({ event: event || 'message', data: data.join('\n'), id });
          event = '';
          data = [];
          continue;
        }
        const colon = line.indexOf(':');
        if (colon === 0) continue;
        const name = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (name === 'event') event = value;
        else if (name === 'data') data.push(value);
        else if (name === 'id') id = value;
      }
      return found;
    },
  };
}

/** Reads events until the signal is aborted or the server ends; throws what `request` throws. */
export async function readEvents(response, onEvent) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = createEventParser();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    for (const item of parser.push(value)) onEvent(item);
  }
}
