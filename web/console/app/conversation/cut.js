// What an interruption left of a reply.

/**
 * Where the unheard part of a reply begins: `full` is what was said or would have been, `kept` what the server kept, which may end
 * in an ellipsis. Null when `kept` is another text. Pure.
 */
export function cutPosition(full, kept) {
  const heard = kept.replace(/\s*(…|\.\.\.)\s*$/u, '').trimEnd();
  if (full.startsWith(heard)) return heard.length < full.trimEnd().length ? heard.length : null;
  const whole = kept.trimEnd();
  return full.startsWith(whole) && whole.length < full.trimEnd().length ? whole.length : null;
}
