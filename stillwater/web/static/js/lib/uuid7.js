/** UUIDs made on the device, in time order: the server's primary key, and what makes sending twice harmless. */

let lastAt = 0;
let counter = 0;

/**
 * @param {number} now milliseconds since 1970
 * @param {(bytes: Uint8Array<ArrayBuffer>) => Uint8Array} fill
 * @returns {string}
 */
export function uuid7(now = Date.now(), fill = (bytes) => crypto.getRandomValues(bytes)) {
  const bytes = new Uint8Array(16);
  fill(bytes);
  // A clock set back must not make ids that sort before those already made here.
  const at = Math.max(now, lastAt);
  counter = at === lastAt ? counter + 1 : ((bytes[6] & 0x07) << 8) | bytes[7];
  lastAt = at;
  if (counter > 0xfff) {
    lastAt += 1;
    counter = 0;
  }
  let rest = lastAt;
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
