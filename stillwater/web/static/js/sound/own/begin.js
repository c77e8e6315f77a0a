/** Own music as a session is to play it: loaded only on a device on which somebody chose it. */

import { identity } from '../../lib/dom.js';
import { ownPieces } from '../../offline/own-music.js';
import { makeOwn } from './source.js';

/** @typedef {ReturnType<typeof makeOwn>} Own */

/**
 * @param {Parameters<typeof makeOwn>[0]} pair the sealed sounds @param {DOMStringMap} where data-rest @param {Parameters<typeof makeOwn>[4]} tell
 * @returns {Promise<Own|null>} null: there is no piece of theirs here
 */
export async function ownFor(pair, { rest = '' }, tell) {
  const pieces = await ownPieces(identity());
  if (pieces.length === 0) return null;
  const audioFor = () => Object.assign(new Audio(), { preload: 'auto' });
  return makeOwn(pair, audioFor, pieces, rest.split(' ').map(Number), tell);
}
