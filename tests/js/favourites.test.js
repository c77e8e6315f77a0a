import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { favourites, forgetFavourites, toggle } from '../../stillwater/web/static/js/lib/favourites.js';

let kept;

beforeEach(() => {
  kept = new Map();
  globalThis.localStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
});

test('a favourite is kept, taken back, and forgotten with the sign-in', () => {
  assert.equal(toggle('sound:roof'), true);
  assert.equal(toggle('guide:the-porch'), true);
  assert.deepEqual([...favourites()], ['sound:roof', 'guide:the-porch']);
  assert.equal(toggle('sound:roof'), false);
  assert.deepEqual([...favourites()], ['guide:the-porch']);
  forgetFavourites();
  assert.equal(favourites().size, 0);
});

test('what somebody else wrote there, and a browser that keeps nothing, break nothing', () => {
  kept.set('stillwater-favourites', '{"not": "a list"}');
  assert.equal(favourites().size, 0);
  kept.set('stillwater-favourites', 'torn');
  assert.equal(favourites().size, 0);
  globalThis.localStorage = undefined;
  assert.equal(favourites().size, 0);
  assert.equal(toggle('sound:roof'), false);
  forgetFavourites();
});
