/** What every page of somebody signed in starts with: what waits here is sent, and the page is kept for a time without network. */

import { identity } from '../lib/dom.js';
import { outbox } from '../offline/outbox.js';
import { register } from '../offline/register.js';

if (identity()) outbox();
// After the page is there: keeping it must not make it slower.
if (document.readyState === 'complete') void register();
else window.addEventListener('load', () => void register(), { once: true });
