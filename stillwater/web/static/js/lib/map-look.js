/**
 * How the map that moves looks: the same ground as the drawn one, in the page's colours. No sprite and no glyphs: names are drawn
 * with the page's own font.
 */

import { LABELS, STREETS } from './map-streets.js';

/** @typedef {Record<string, string>} Colours by the names in css/pages/map.css and exploring.css, as rgba() */
/** @typedef {{ground: string, pins: any, streets?: string}} Sources addresses, and the pins as GeoJSON */

export const COLOURS = ['beyond', 'land', 'shore', 'border', 'net', 'people', 'town', 'code', 'green', 'road', 'way'];
export const [ROOM, DOT] = ['room', 'dot'];
export const FONT = ['Hyperlegible'];
const PIN_REACH = 26; // pixels: pins nearer than this become one with a number

const kind = (/** @type {string} */ name) => ['==', ['get', 'kind'], name];
const byZoom = (/** @type {any[]} */ ...stops) => ['interpolate', ['linear'], ['zoom'], ...stops];

const largeOr = (/** @type {number} */ large, /** @type {number} */ small) => [
  'case',
  ['>', PEOPLE, 60_000],
  large,
  small,
];
const PEOPLE = ['get', 'people'];

/** The towns that are named from so far away. */
const NAMED = ['>=', PEOPLE, ['step', ['zoom'], 600_000, 4, 150_000, 5, 40_000, 6, 0]];

/** Where people live: a soft circle, its radius in miles once one is near. */
const GLOW = [
  'interpolate',
  ['exponential', 2],
  ['zoom'],
  4,
  ['+', 3, ['/', ['sqrt', PEOPLE], 60]],
  13,
  ['*', 217, ['+', 1.8, ['/', ['sqrt', PEOPLE], 110]]],
];

/** @param {Colours} colours */
function ground(colours) {
  const from = { source: 'ground' };
  return [
    { id: 'beyond', type: 'background', paint: { 'background-color': colours.beyond } },
    { id: 'land', type: 'fill', ...from, filter: kind('land'), paint: { 'fill-color': colours.land } },
    {
      id: 'people',
      type: 'circle',
      ...from,
      filter: kind('town'),
      layout: { 'circle-sort-key': PEOPLE },
      paint: {
        'circle-color': colours.people,
        'circle-blur': 1,
        'circle-radius': GLOW,
        'circle-pitch-scale': 'map',
        'circle-opacity': byZoom(4, largeOr(0.75, 0), 6, largeOr(0.6, 0.15), 8, 0.42, 11, 0.25, 13, 0.12),
      },
    },
  ];
}

/** @param {Colours} colours */
function lines(colours) {
  const from = { source: 'ground', type: 'line', layout: { 'line-join': 'round' } };
  return [
    {
      id: 'shore',
      ...from,
      filter: kind('land'),
      paint: { 'line-color': colours.shore, 'line-width': byZoom(4, 0.7, 9, 1.2) },
    },
    {
      id: 'county',
      ...from,
      filter: kind('county'),
      minzoom: 5.4,
      paint: { 'line-color': colours.net, 'line-width': 1, 'line-opacity': byZoom(5.4, 0, 6.4, 1) },
    },
    {
      id: 'state',
      ...from,
      filter: kind('state'),
      paint: { 'line-color': colours.border, 'line-width': byZoom(3, 0.8, 9, 1.7) },
    },
  ];
}

/** @param {Colours} colours */
function names(colours) {
  const written = { 'text-color': colours.town, 'text-halo-color': colours.land, 'text-halo-width': 1.6 };
  return [
    {
      id: 'letters',
      type: 'symbol',
      source: 'ground',
      filter: kind('letters'),
      minzoom: 3.2,
      maxzoom: 6.5,
      layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-letter-spacing': 0.06 },
      paint: { ...written, 'text-color': colours.code },
    },
    {
      id: 'towns',
      type: 'symbol',
      source: 'ground',
      filter: ['all', kind('town'), NAMED],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'symbol-sort-key': ['-', PEOPLE],
        'text-size': ['step', PEOPLE, 12.5, 100_000, 15, 500_000, 18],
        'text-padding': byZoom(4, 14, 8, 5, 11, 2),
        'text-max-width': 8,
        'icon-image': DOT,
        'icon-padding': 1,
        'icon-optional': true,
        'text-radial-offset': ['step', PEOPLE, 0.55, 100_000, 0.8, 500_000, 0.95],
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      },
      paint: { ...written, 'icon-color': colours.town },
    },
    // Last, so first when room is given out: no name lies under a pin.
    {
      id: 'pins',
      type: 'symbol',
      source: 'pins',
      layout: { 'icon-image': ROOM, 'icon-allow-overlap': true, 'icon-padding': 0 },
    },
  ];
}

/**
 * @param {Colours} colours
 * @param {Sources} from
 * @returns {any} a style as MapLibre takes it
 */
export function look(colours, from) {
  /** @type {Record<string, any>} */
  const sources = {
    ground: { type: 'geojson', data: from.ground, maxzoom: 10, tolerance: 0.3 },
    pins: { type: 'geojson', data: from.pins, cluster: true, clusterRadius: PIN_REACH, clusterMaxZoom: 17 },
  };
  if (from.streets) sources.streets = { type: 'vector', url: `pmtiles://${from.streets}` };
  const streets = from.streets ? [STREETS(colours), LABELS(colours, FONT)] : [[], []];
  const layers = [...ground(colours), ...streets[0], ...lines(colours), ...streets[1], ...names(colours)];
  return { version: 8, sources, layers };
}
