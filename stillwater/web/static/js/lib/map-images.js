/** The two images of the map that moves, as pixels: there is no sprite to fetch. */

const RGBA = 4;

/** @typedef {{width: number, height: number, data: Uint8Array}} Image */

/** Nothing, as large as a pin: names keep out of its way. @param {number} side @returns {Image} */
export const blank = (side) => ({ width: side, height: side, data: new Uint8Array(side * side * RGBA) });

/** A dot whose colour the style gives. @param {number} side @returns {Image} */
export function disc(side) {
  const image = blank(side);
  const [middle, radius] = [(side - 1) / 2, side / 2 - 1];
  for (let at = 0; at < side * side; at += 1) {
    const out = Math.hypot((at % side) - middle, Math.floor(at / side) - middle) - radius;
    image.data[at * RGBA + 3] = 255 * Math.min(1, Math.max(0, 0.75 - out / 4)); // a distance field, whose edge is at three quarters
  }
  return image;
}
