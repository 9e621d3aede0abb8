import test from 'node:test';
import assert from 'node:assert/strict';
import { cutPosition } from '../app/conversation/cut.js';

test('the ellipsis does not count as heard', () => assert.equal(cutPosition('One two three four', 'One two…'), 7));
test('three dots are one too', () => assert.equal(cutPosition('One two three four', 'One two ...'), 7));
test('a whole reply is not cut', () => assert.equal(cutPosition('One two.', 'One two.'), null));
test('white space at the end is nothing to hear', () => assert.equal(cutPosition('One two. ', 'One two.'), null));
test('another text is no cut', () => assert.equal(cutPosition('One two', 'Three'), null));
test('an ellipsis of the reply itself stays', () => assert.equal(cutPosition('Well… maybe not', 'Well…'), 4));
