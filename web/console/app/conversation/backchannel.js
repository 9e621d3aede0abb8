// "Mm-hm" while somebody speaks asks for nothing: a face whose client sends the transcripts must not send these over a reply.

const phrases = new Set([
  'mm', 'mmm', 'hm', 'hmm', 'mhm', 'mm hm', 'mm hmm', 'uh', 'um', 'uh huh', 'ah', 'aha', 'oh', 'ooh', 'huh',
  'yeah', 'yea', 'yep', 'yup', 'yes', 'ok', 'okay', 'right', 'sure', 'i see', 'got it', 'wow', 'cool', 'nice', 'really',
]);

export const isBackchannel = (text) => phrases.has(text.toLowerCase().replace(/[^a-z ]+/g, ' ').replace(/ +/g, ' ').trim());
