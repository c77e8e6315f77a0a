/** Pins on the map that moves: buttons, so that a keyboard reaches each; a pin opens a small card with the way to its page. */

import { changes, counted, marksOf } from '../lib/map-pins.js';

/** @typedef {import('../lib/map-pins.js').Mark} Mark */
/** @typedef {import('../lib/map-pins.js').Pin} Pin */

/**
 * Keeps the marks in step with what the source has: one a pin, or one with a number for those that lie close together.
 * @param {any} gl @param {any} map @param {Pin[]} pins @param {DOMStringMap} words
 */
export function putUp(gl, map, pins, words) {
  /** @type {Map<string, any>} */
  const standing = new Map();
  /** @type {any} */
  let card = null;

  function follow() {
    const source = map.getSource('pins');
    if (!source || !map.isSourceLoaded('pins')) return;
    const [seen, canvas] = [map.getBounds(), map.getCanvas()];
    const here = marksOf(map.querySourceFeatures('pins')).filter(({ at }) => seen.contains(at));
    const { down, up } = changes(standing.keys(), here);
    for (const key of down) {
      if (standing.get(key).getElement() === document.activeElement) canvas.focus({ preventScroll: true });
      standing.get(key).remove();
      standing.delete(key);
    }
    for (const mark of up) {
      const element = drawn(mark, pins, words);
      element.addEventListener('click', (event) => {
        event.stopPropagation(); // not a touch on the map, which would close the card again
        void touched(mark, element);
      });
      standing.set(mark.key, new gl.Marker({ element }).setLngLat(mark.at).addTo(map));
    }
  }

  /** @param {Mark} mark @param {HTMLElement} element */
  async function touched(mark, element) {
    if (mark.cluster === null) return open(mark, [pins[mark.index]], element);
    const source = map.getSource('pins');
    const zoom = await source.getClusterExpansionZoom(mark.cluster);
    if (zoom > map.getMaxZoom()) {
      const leaves = await source.getClusterLeaves(mark.cluster, mark.count, 0);
      const found = leaves.map((/** @type {any} */ leaf) => pins[leaf.properties.index]);
      return open(mark, found, element);
    }
    map.easeTo({ center: mark.at, zoom: zoom + 0.2 });
    map.getCanvas().focus({ preventScroll: true });
  }

  /** @param {Mark} mark @param {Pin[]} found @param {HTMLElement} opener */
  function open(mark, found, opener) {
    card?.remove();
    card = new gl.Popup({ offset: 16, maxWidth: '18rem' })
      .setLngLat(mark.at)
      .setDOMContent(content(found, words))
      .addTo(map);
    const shown = card.getElement();
    card.once('close', () => {
      card = null;
      if (shown.contains(document.activeElement) || document.activeElement === document.body) opener.focus();
    });
  }

  map.on('sourcedata', follow);
  map.on('move', follow);
  map.on('moveend', follow);
  map.on('idle', follow);
  map.getContainer().addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') card?.remove();
  });
}

/** @param {Mark} mark @param {Pin[]} pins @param {DOMStringMap} words */
function drawn(mark, pins, words) {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'pin' });
  const pin = pins[mark.index];
  button.ariaLabel = pin ? pin.name : counted(words.many ?? '', mark.count);
  if (!pin) {
    button.classList.add('many');
    button.append(Object.assign(document.createElement('span'), { textContent: String(mark.count) }));
  }
  return button;
}

/** @param {Pin[]} found @param {DOMStringMap} words */
function content(found, words) {
  const whole = document.createElement('div');
  whole.className = 'those';
  if (found.length > 1) {
    const head = Object.assign(document.createElement('p'), { textContent: counted(words.here ?? '', found.length) });
    whole.append(head);
  }
  for (const { name, about, url } of found) {
    const link = Object.assign(document.createElement('a'), { href: url, textContent: name });
    const said = Object.assign(document.createElement('small'), { textContent: about });
    const entry = document.createElement('div');
    entry.append(link, said);
    whole.append(entry);
  }
  return whole;
}
