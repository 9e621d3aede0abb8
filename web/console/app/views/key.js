// The one question that a server with keys has.
import { askText } from '../lib/dialogs.js';

export const askForKey = (wasWrong) => askText(wasWrong ? 'That key does not open this server' : 'This server needs a key', {
  label: 'API key',
  type: 'password',
  action: 'Use key',
  hint: 'Make one with “parley keys create” on the server. It is kept in this tab only and forgotten when you close it.',
});
