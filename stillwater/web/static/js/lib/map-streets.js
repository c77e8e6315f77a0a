/** Streets over the ground, from a file in the scheme of Protomaps (version 4): its layers and kinds, our colours. */

const from = (/** @type {string} */ layer) => ({ source: 'streets', 'source-layer': layer });
const oneOf = (/** @type {string[]} */ ...kinds) => ['match', ['get', 'kind'], kinds, true, false];
const wide = (/** @type {number[]} */ ...stops) => ['interpolate', ['exponential', 1.6], ['zoom'], ...stops];
const GREEN = [
  'park',
  'forest',
  'wood',
  'nature_reserve',
  'national_park',
  'protected_area',
  'cemetery',
  'golf_course',
  'grass',
];

/**
 * Under the lines of states and counties.
 * @param {Record<string, string>} colours @returns {any[]}
 */
export const STREETS = (colours) => {
  const road = { ...from('roads'), type: 'line', layout: { 'line-cap': 'round', 'line-join': 'round' } };
  const water = { 'line-color': colours.beyond };
  return [
    { id: 'earth', ...from('earth'), type: 'fill', paint: { 'fill-color': colours.land, 'fill-opacity': 0.5 } },
    {
      id: 'landcover',
      ...from('landcover'),
      type: 'fill',
      filter: oneOf('forest', 'grassland', 'scrub', 'farmland'),
      paint: { 'fill-color': colours.green, 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 5, 0.5, 8, 0] },
    },
    {
      id: 'parks',
      ...from('landuse'),
      type: 'fill',
      minzoom: 9,
      filter: oneOf(...GREEN),
      paint: { 'fill-color': colours.green, 'fill-opacity': 0.7 },
    },
    {
      id: 'water',
      ...from('water'),
      type: 'fill',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': colours.beyond },
    },
    {
      id: 'rivers',
      ...from('water'),
      type: 'line',
      minzoom: 9,
      filter: oneOf('river', 'stream', 'canal'),
      paint: { ...water, 'line-width': wide(9, 0.7, 16, 5) },
    },
    {
      id: 'minor',
      ...road,
      minzoom: 11.5,
      filter: oneOf('minor_road'),
      paint: { 'line-color': colours.way, 'line-width': wide(12, 0.5, 14, 1.6, 17, 9) },
    },
    {
      id: 'paths',
      ...road,
      minzoom: 14,
      filter: oneOf('path'),
      paint: { 'line-color': colours.way, 'line-width': 1, 'line-dasharray': [2, 2] },
    },
    {
      id: 'major',
      ...road,
      minzoom: 7,
      filter: oneOf('major_road'),
      paint: { 'line-color': colours.road, 'line-width': wide(7, 0.4, 11, 1.4, 14, 3.4, 17, 13) },
    },
    {
      id: 'highways',
      ...road,
      minzoom: 4,
      filter: oneOf('highway'),
      paint: { 'line-color': colours.road, 'line-width': wide(4, 0.5, 9, 1.8, 14, 5, 17, 16) },
    },
    {
      id: 'abroad',
      ...from('boundaries'),
      type: 'line',
      filter: oneOf('country'),
      paint: { 'line-color': colours.border, 'line-width': 1.2, 'line-dasharray': [3, 2] },
    },
  ];
};

/**
 * Names of streets, quarters and villages; the towns' are those of the ground.
 * @param {Record<string, string>} colours @param {string[]} font @returns {any[]}
 */
export const LABELS = (colours, font) => {
  const said = { 'text-field': ['coalesce', ['get', 'name:en'], ['get', 'name']], 'text-font': font };
  const paint = { 'text-color': colours.code, 'text-halo-color': colours.land, 'text-halo-width': 1.4 };
  return [
    {
      id: 'street-names',
      ...from('roads'),
      type: 'symbol',
      minzoom: 13,
      filter: oneOf('highway', 'major_road', 'minor_road'),
      layout: { ...said, 'text-size': 11.5, 'symbol-placement': 'line', 'symbol-spacing': 320 },
      paint,
    },
    {
      id: 'quarters',
      ...from('places'),
      type: 'symbol',
      minzoom: 11,
      filter: oneOf('neighbourhood', 'macrohood'),
      layout: { ...said, 'text-size': 12, 'text-padding': 8, 'text-max-width': 7 },
      paint,
    },
    {
      id: 'villages',
      ...from('places'),
      type: 'symbol',
      minzoom: 10,
      filter: ['all', oneOf('locality'), ['<', ['coalesce', ['get', 'population'], 0], 5000]],
      layout: { ...said, 'text-size': 12, 'text-padding': 8, 'text-max-width': 7 },
      paint: { ...paint, 'text-color': colours.town },
    },
  ];
};
