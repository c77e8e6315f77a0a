import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, disc } from '../../stillwater/web/static/js/lib/map-images.js';
import { COLOURS, DOT, look, ROOM } from '../../stillwater/web/static/js/lib/map-look.js';
import { asPoints, boundsOf, changes, counted, marksOf } from '../../stillwater/web/static/js/lib/map-pins.js';
import { rgba } from '../../stillwater/web/static/js/lib/oklch.js';

const PINS = [
  { at: [-104.99, 39.74], name: 'Cedar House', about: 'Denver', url: '/find/cedar-house' },
  { at: [-105.27, 40.01], name: 'Three Rivers', about: 'Boulder', url: '/find/three-rivers' },
];
const colours = Object.fromEntries(COLOURS.map((name) => [name, 'rgba(1,2,3,1)']));
const point = (index) => ({ properties: { index }, geometry: { coordinates: PINS[index].at } });
const cluster = (id, count) => ({
  properties: { cluster: true, cluster_id: id, point_count: count },
  geometry: { coordinates: [-100, 40] },
});

test('the page’s colours come out as red, green and blue', () => {
  assert.equal(rgba('oklch(1 0 0)'), 'rgba(255,255,255,1)');
  assert.equal(rgba(' oklch(0 0 0 / .42) '), 'rgba(0,0,0,0.42)');
  assert.equal(rgba('oklch(0.627955 0.257683 29.2339)'), 'rgba(255,0,0,1)');
  assert.equal(rgba('oklch(.77 .125 66)'), 'rgba(234,163,87,1)');
  assert.equal(rgba('#fff'), '#fff');
});

test('each place is one point, named by its number', () => {
  const { type, features } = asPoints(PINS);
  assert.equal(type, 'FeatureCollection');
  assert.deepEqual(
    features.map(({ properties, geometry }) => [properties.index, geometry.coordinates]),
    [
      [0, PINS[0].at],
      [1, PINS[1].at],
    ],
  );
});

test('what comes with two tiles is one mark; the nearest comes first, those with a number last', () => {
  const marks = marksOf([cluster(7, 3), point(1), point(0), point(1), cluster(7, 3)]);
  assert.deepEqual(
    marks.map(({ key, count }) => [key, count]),
    [
      ['p0', 1],
      ['p1', 1],
      ['c7', 3],
    ],
  );
  assert.deepEqual([marks[0].cluster, marks[2].cluster], [null, 7]);
});

test('only what differs goes up or down', () => {
  const wanted = marksOf([point(0), point(1)]);
  const { down, up } = changes(['p0', 'c7'], wanted);
  assert.deepEqual(down, ['c7']);
  assert.deepEqual(
    up.map(({ key }) => key),
    ['p1'],
  );
  assert.deepEqual(changes(['p0', 'p1'], wanted), { down: [], up: [] });
});

test('a number stands where the words want it, and a box is two corners', () => {
  assert.equal(counted('{count} places at this spot', 4), '4 places at this spot');
  assert.deepEqual(boundsOf('-105.3,39.5,-104.6,39.9'), [
    [-105.3, 39.5],
    [-104.6, 39.9],
  ]);
});

test('without streets the look asks for the ground alone; no sprite, no glyphs, no other host', () => {
  const found = look(colours, { ground: '/find/explore/ground.json', pins: asPoints(PINS) });
  assert.deepEqual(Object.keys(found.sources).sort(), ['ground', 'pins']);
  assert.equal(found.sprite ?? found.glyphs, undefined);
  assert.doesNotMatch(JSON.stringify(found), /:\/\//);
  assert.equal(found.sources.pins.cluster, true);
});

test('streets lie between the ground and the names, and every layer has a source and its own name', () => {
  const found = look(colours, { ground: '/g', pins: asPoints(PINS), streets: 'https://care.example/s.pmtiles' });
  assert.equal(found.sources.streets.url, 'pmtiles://https://care.example/s.pmtiles');
  const ids = found.layers.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  const at = (name) => ids.indexOf(name);
  assert.ok(at('land') < at('earth') && at('highways') < at('state') && at('street-names') < at('towns'));
  assert.equal(ids.at(-1), 'pins');
  for (const { id, type, source } of found.layers) assert.ok(type === 'background' || source in found.sources, id);
  const used = new Set(found.layers.map((layer) => layer['source-layer']).filter(Boolean));
  assert.deepEqual([...used].sort(), ['boundaries', 'earth', 'landcover', 'landuse', 'places', 'roads', 'water']);
});

test('a layer without a colour would be black: each colour that the look uses is one that is read', () => {
  assert.doesNotMatch(JSON.stringify(look(colours, { ground: '/g', pins: {}, streets: '/s' })), /undefined|null/);
  const layers = look(colours, { ground: '/g', pins: {}, streets: '/s' }).layers;
  for (const { id, paint } of layers)
    for (const [name, value] of Object.entries(paint ?? {})) assert.notEqual(value, undefined, `${id} ${name}`);
});

test('the room is empty and the dot is round', () => {
  assert.ok(blank(24).data.every((part) => part === 0));
  const { width, data } = disc(20);
  const alpha = (x, y) => data[(y * width + x) * 4 + 3];
  assert.ok(alpha(10, 10) > 192 && alpha(0, 0) < 64);
  assert.equal(alpha(2, 10), alpha(17, 10));
  assert.deepEqual([ROOM, DOT], ['room', 'dot']);
});
