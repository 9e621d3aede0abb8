// How a peer talks to the bench: READY url, then one line of answer for each line on standard input; it ends when that ends.
import { createInterface } from 'node:readline';

export function announce(url, answers = {}) {
    console.log('READY ' + url);
    const lines = createInterface({ input: process.stdin });
    lines.on('line', async line => {
        const [word, ...rest] = line.split(' ');
        if (word === 'collect') {
            globalThis.gc();
            console.log('0');
        } else {
            console.log(JSON.stringify(await answers[word](...rest)));
        }
    });
    lines.on('close', () => process.exit(0));
}

/** Announces an HTTP server once it listens on a free port. */
export function serve(http) {
    http.listen(0, '127.0.0.1', 4096, () => announce(`http://127.0.0.1:${http.address().port}`));
}
