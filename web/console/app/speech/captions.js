// Transcripts as subtitles. A segment is { text, offset, duration, words? } in milliseconds. Pure.

const maxCharacters = 84; // two lines of 42
const maxDuration = 7000;

/** Segments cut into cues that can be read: by words where their times are known, else by characters. */
export function cues(segments) {
  const found = [];
  for (const segment of segments) {
    for (const cue of split(segment)) {
      const start = Math.max(cue.start, found.at(-1)?.end ?? 0);
      found.push({ start, end: Math.max(cue.end, start + 1), text: cue.text });
    }
  }
  return found;
}

function split({ text, offset, duration, words }) {
  const parts = text.split(/\s+/).filter(Boolean);
  const times = words?.length === parts.length
    ? words.map((w) => [w.offset, w.offset + w.duration])
    : shareOut(parts, offset, duration);
  const result = [];
  let current;
  parts.forEach((part, i) => {
    const [start, end] = times[i];
    if (current && (current.text.length + 1 + part.length > maxCharacters || end - current.start > maxDuration)) {
      result.push(current);
      current = undefined;
    }
    current = current ? { ...current, text: `${current.text} ${part}`, end } : { start, end, text: part };
  });
  if (current) result.push({ ...current, end: Math.max(current.end, result.length === 0 ? offset + duration : current.end) });
  return result;
}

function shareOut(parts, offset, duration) {
  const total = parts.reduce((sum, p) => sum + p.length + 1, 0);
  let at = 0;
  return parts.map((part) => {
    const start = offset + (duration * at) / total;
    at += part.length + 1;
    return [Math.round(start), Math.round(offset + (duration * at) / total)];
  });
}

const two = (n) => String(n).padStart(2, '0');

export function timestamp(milliseconds, separator) {
  const ms = Math.max(0, Math.round(milliseconds));
  return `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}${separator}${String(ms % 1000).padStart(3, '0')}`;
}

export const toSrt = (segments) => cues(segments).map((c, i) => `${i + 1}\n${timestamp(c.start, ',')} --> ${timestamp(c.end, ',')}\n${c.text}\n`).join('\n');

const escapeVtt = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const toVtt = (segments) => `WEBVTT\n\n${cues(segments).map((c) => `${timestamp(c.start, '.')} --> ${timestamp(c.end, '.')}\n${escapeVtt(c.text)}\n`).join('\n')}`;

export const toJson = (segments) => JSON.stringify({
  text: segments.map((s) => s.text).join(' '),
  segments: segments.map(({ text, offset, duration, confidence, language, words }) => ({ text, offset, duration, confidence, language, words })),
}, null, 2);
