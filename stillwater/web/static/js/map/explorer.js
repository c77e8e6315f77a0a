/** Puts the map that moves over the drawn one, and takes it away again. */

import { parsed } from '../lib/dom.js';
import { blank, disc } from '../lib/map-images.js';
import { COLOURS, DOT, look, ROOM } from '../lib/map-look.js';
import { asPoints, boundsOf } from '../lib/map-pins.js';
import { rgba } from '../lib/oklch.js';
import { fetched, script, styled } from './parts.js';
import { putUp } from './marks.js';

const LONGEST = 20_000; // milliseconds until the ground must be there
const EDGE = /** @type {const} */ ([
  [-192, 8],
  [-52, 76],
]); // from Puerto Rico to Alaska's last islands
const dusk = matchMedia('(prefers-color-scheme: dark)');

/** @param {HTMLElement} host the element of the button, beside the drawn map @returns {Promise<void>} once it is there */
export async function explore(host) {
  const { from = '', library = '', worker = '' } = host.dataset;
  const [gl, piece] = await Promise.all([import(library), fetched(from)]);
  gl.setWorkerUrl(worker);
  await styled(piece.dataset.css ?? '');
  if (piece.dataset.reader) await streetsFrom(gl, piece.dataset.reader);
  const drawn = /** @type {HTMLElement} */ (host.parentElement?.querySelector('.map'));
  drawn.after(piece);
  /** @type {any} */
  let map;
  try {
    map = made(gl, piece);
    await settled(map);
  } catch (why) {
    map?.remove();
    piece.remove();
    throw why;
  }
  drawn.inert = host.hidden = true;
  piece.dataset.there = '';
  map.getCanvas().focus({ preventScroll: true });
  piece.addEventListener('click', (event) => {
    const way = /** @type {Element} */ (event.target).closest('[data-way]')?.getAttribute('data-way');
    if (way === 'drawn') back();
    else if (way) move(map, way);
  });

  function back() {
    drawn.inert = host.hidden = false;
    map.remove();
    piece.remove();
    host.querySelector('button')?.focus();
  }
}

/** @param {any} gl @param {HTMLElement} piece */
function made(gl, piece) {
  const { bounds = '', ground = '', streets, title = '', close = '' } = piece.dataset;
  const pins = parsed(piece.querySelector('script')?.textContent, []);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches || 'motion' in document.documentElement.dataset;
  const sources = { ground: whole(ground), pins: asPoints(pins), streets: streets && whole(streets) };
  const drawn = () => look(coloursOf(piece), sources);
  const map = new gl.Map({
    container: piece.querySelector('.earth'),
    style: drawn(),
    bounds: boundsOf(bounds),
    fitBoundsOptions: { padding: 12 },
    minZoom: 2.2,
    maxZoom: streets ? 17 : 11.8,
    maxBounds: EDGE,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    reduceMotion: still,
    fadeDuration: still ? 0 : 300,
    locale: { 'Map.Title': title, 'Popup.Close': close },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.setMissingStyleImageResolver((/** @type {string} */ id) => {
    if (id === ROOM) map.addImage(id, blank(24));
    if (id === DOT) map.addImage(id, disc(20), { sdf: true, pixelRatio: 4 });
  });
  const recolour = () => map.setStyle(drawn());
  dusk.addEventListener('change', recolour);
  map.on('remove', () => dusk.removeEventListener('change', recolour));
  putUp(gl, map, pins, piece.dataset);
  return map;
}

/** @param {string} address */
const whole = (address) => new URL(address, document.baseURI).href;

/** @param {Element} piece @returns {Record<string, string>} */
function coloursOf(piece) {
  const now = getComputedStyle(piece);
  return Object.fromEntries(COLOURS.map((name) => [name, rgba(now.getPropertyValue(`--${name}`))]));
}

/** @param {any} map @returns {Promise<void>} */
const settled = (map) =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no ground')), LONGEST);
    map.once('load', () => {
      clearTimeout(late);
      resolve();
    });
  });

/** @param {any} gl @param {string} reader the script that reads PMTiles, which leaves its name on the page */
async function streetsFrom(gl, reader) {
  await script(reader);
  const { pmtiles } = /** @type {any} */ (globalThis);
  gl.addProtocol('pmtiles', new pmtiles.Protocol().tile);
}

/** A third of what is seen to a side, or a step closer or farther. @param {any} map @param {string} way */
function move(map, way) {
  const { clientWidth, clientHeight } = map.getContainer();
  const [x, y] = [clientWidth / 3, clientHeight / 3];
  if (way === 'closer') map.zoomIn();
  else if (way === 'farther') map.zoomOut();
  else map.panBy({ north: [0, -y], south: [0, y], east: [x, 0], west: [-x, 0] }[way]);
}
