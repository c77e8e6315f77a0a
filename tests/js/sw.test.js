import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const CODE = readFileSync(new URL('../../stillwater/web/static/js/offline/sw.js', import.meta.url), 'utf8');
const HOST = 'https://cedar.test';

/** A browser's worker scope, as far as the worker looks at it. */
function makeBrowser(network = async () => new Response('from the network')) {
  /** @type {Map<string, Map<string, Response>>} */
  const stores = new Map();
  const href = (asked) => new URL(typeof asked === 'string' ? asked : asked.url, HOST).href;
  const open = async (name) => {
    if (!stores.has(name)) stores.set(name, new Map());
    const rows = stores.get(name);
    return {
      match: async (asked, { ignoreSearch } = {}) => {
        const url = ignoreSearch ? href(asked).split('?')[0] : href(asked);
        return rows.get(url)?.clone();
      },
      put: async (asked, response) => rows.set(href(asked), response),
      keys: async () => [...rows.keys()].map((url) => ({ url })),
      delete: async (asked) => rows.delete(href(asked)),
      addAll: async (list) => {
        for (const one of list) rows.set(href(one), new Response(one));
      },
    };
  };
  const caches = {
    open,
    match: async (asked) => {
      for (const rows of stores.values()) if (rows.has(href(asked))) return rows.get(href(asked)).clone();
    },
  };
  const listeners = {};
  const self = {
    location: { origin: HOST },
    clients: { claim: async () => {} },
    addEventListener: (type, handle) => {
      listeners[type] = handle;
    },
  };
  const timers = { setTimeout: (call) => setImmediate(call) }; // patience is over as soon as nothing else is to be done
  const scope = {
    self,
    caches,
    fetch: async (asked) => network(href(asked)),
    Response,
    URL,
    Number,
    Promise,
    ...timers,
  };
  vm.runInNewContext(CODE, scope);
  const ask = async (path, { mode = 'cors', headers = {}, method = 'GET', destination = '' } = {}) => {
    let answered = null;
    const request = { url: HOST + path, method, mode, destination, headers: new Headers(headers) };
    listeners.fetch({ request, respondWith: (answer) => (answered = answer) });
    return answered;
  };
  const run = async (type) => {
    let work = Promise.resolve();
    listeners[type]({ waitUntil: (promise) => (work = promise) });
    await work;
  };
  return { caches, ask, run };
}

const bytes = Uint8Array.from({ length: 1000 }, (_, n) => n % 251);
async function withSound() {
  const browser = makeBrowser(async () => {
    throw new TypeError('no network');
  });
  const cache = await browser.caches.open('stillwater-sound');
  await cache.put('/sound/evening.m4a', new Response(bytes, { headers: { 'Content-Type': 'audio/mp4' } }));
  return browser;
}

test('a player that seeks without a network gets the part that it asked for', async () => {
  const browser = await withSound();
  for (const [range, from, to] of [
    ['bytes=0-', 0, 999],
    ['bytes=100-199', 100, 199],
    ['bytes=-50', 950, 999],
    ['bytes=900-5000', 900, 999],
  ]) {
    const answer = await browser.ask('/sound/evening.m4a', { headers: { range } });
    assert.equal(answer.status, 206, range);
    assert.equal(answer.headers.get('Content-Range'), `bytes ${from}-${to}/1000`);
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), bytes.slice(from, to + 1));
  }
});

test('a part that is not there is refused, not invented', async () => {
  const browser = await withSound();
  for (const range of ['bytes=1000-', 'bytes=9-3', 'bytes=-0', 'bytes=-', 'pages=1-2']) {
    const answer = await browser.ask('/sound/evening.m4a', { headers: { range } });
    assert.equal(answer.status, 416, range);
  }
});

test('without a range the whole sound is given', async () => {
  const answer = await (await withSound()).ask('/sound/evening.m4a', { destination: 'audio' });
  assert.equal((await answer.arrayBuffer()).byteLength, 1000);
});

test('a guide that was kept plays and shows its words without a network', async () => {
  const browser = await withSound();
  const cache = await browser.caches.open('stillwater-guides');
  await cache.put('/library/a/open/sound.m4a?v=1', new Response(bytes));
  await cache.put('/library/a/open/words.vtt?v=1', new Response('WEBVTT'));
  const part = await browser.ask('/library/a/open/sound.m4a?v=1', { headers: { range: 'bytes=0-9' } });
  assert.deepEqual([part.status, (await part.arrayBuffer()).byteLength], [206, 10]);
  const words = await browser.ask('/library/a/open/words.vtt?v=1', { destination: 'track' });
  assert.equal(await words.text(), 'WEBVTT');
});

test('what is sent, and every answer of the moment, is the network’s alone', async () => {
  const browser = makeBrowser();
  assert.equal(await browser.ask('/sessions/x/entries', { method: 'POST' }), null);
  assert.equal(await browser.ask('/sessions/x/state'), null);
  assert.equal(await browser.ask('/stream'), null);
});

test('a session page that was kept opens with the server dead, and with a server that is ill', async () => {
  for (const network of [
    async () => {
      throw new TypeError('no network');
    },
    async () => new Response('Bad Gateway', { status: 502 }),
    () => new Promise(() => {}),
  ]) {
    const browser = makeBrowser(network);
    await (await browser.caches.open('stillwater-pages')).put('/sessions/x/now', new Response('kept'));
    assert.equal(await (await browser.ask('/sessions/x/now?from=push', { mode: 'navigate' })).text(), 'kept');
  }
});

test('with a network the page is the server’s, and a page that was not kept is left to the network', async () => {
  const browser = makeBrowser(async () => new Response('fresh'));
  await (await browser.caches.open('stillwater-pages')).put('/sessions/x/now', new Response('kept'));
  assert.equal(await (await browser.ask('/sessions/x/now', { mode: 'navigate' })).text(), 'fresh');
  assert.equal(await (await browser.ask('/today', { mode: 'navigate' })).text(), 'fresh');
});

test('static files come with the worker; old ones go only when it takes over', async () => {
  let list = ['/static/js/a.1.js', '/static/js/b.1.js'];
  const browser = makeBrowser(async () => new Response(JSON.stringify(list)));
  await browser.run('install');
  assert.equal(await (await browser.ask('/static/js/a.1.js')).text(), '/static/js/a.1.js');
  list = ['/static/js/a.2.js', '/static/js/b.1.js'];
  await browser.run('install');
  assert.equal(
    await (await browser.ask('/static/js/a.1.js')).text(),
    '/static/js/a.1.js',
    'an open page still has its files',
  );
  await browser.run('activate');
  const files = await (await browser.caches.open('stillwater-files')).keys();
  assert.deepEqual(
    files.map(({ url }) => url),
    [`${HOST}/static/js/b.1.js`, `${HOST}/static/js/a.2.js`],
  );
});

test('code is never swapped under an open session', () => {
  assert.doesNotMatch(CODE.replace(/\/\*[\s\S]*?\*\//g, ''), /skipWaiting\(/);
});
