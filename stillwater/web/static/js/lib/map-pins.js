/** What stands on the map that moves, apart from any map: the pins as GeoJSON, and which marks to put up or take down. */

/** @typedef {{at: [number, number], name: string, about: string, url: string}} Pin longitude and latitude in degrees */
/** @typedef {{key: string, at: [number, number], count: number, index: number, cluster: number|null}} Mark */

/** @param {Pin[]} pins */
export function asPoints(pins) {
  const features = pins.map(({ at }, index) => ({
    type: 'Feature',
    properties: { index },
    geometry: { type: 'Point', coordinates: at },
  }));
  return { type: 'FeatureCollection', features };
}

/**
 * Each mark once: a feature near the edge of a tile comes with the next tile too. Nearest first, a cluster among them by its number.
 * @param {any[]} features points and clusters as the source has them now
 * @returns {Mark[]}
 */
export function marksOf(features) {
  /** @type {Map<string, Mark>} */
  const found = new Map();
  for (const { properties, geometry } of features) {
    const cluster = properties.cluster ? Number(properties.cluster_id) : null;
    const key = cluster === null ? `p${properties.index}` : `c${cluster}`;
    const index = cluster === null ? Number(properties.index) : Number.POSITIVE_INFINITY;
    found.set(key, { key, at: geometry.coordinates, count: Number(properties.point_count ?? 1), index, cluster });
  }
  return [...found.values()].sort((one, other) => one.index - other.index || one.key.localeCompare(other.key));
}

/**
 * @param {Iterable<string>} standing keys of the marks that are up
 * @param {Mark[]} wanted
 * @returns {{down: string[], up: Mark[]}}
 */
export function changes(standing, wanted) {
  const [here, there] = [new Set(standing), new Set(wanted.map(({ key }) => key))];
  return { down: [...here].filter((key) => !there.has(key)), up: wanted.filter(({ key }) => !here.has(key)) };
}

/** @param {string} words with {count} in it @param {number} count */
export const counted = (words, count) => words.replace('{count}', String(count));

/** @param {string} text "west,south,east,north" @returns {[[number, number], [number, number]]} */
export function boundsOf(text) {
  const [west, south, east, north] = text.split(',').map(Number);
  return [
    [west, south],
    [east, north],
  ];
}
