/** What every page of somebody signed in starts with. */

import '../elements/sw-outbox-status.js';
import { identity } from '../lib/dom.js';
import { guardSignOut } from '../offline/identity.js';
import { outbox } from '../offline/outbox.js';
import { register } from '../offline/register.js';

if (identity()) outbox();
guardSignOut();
// After the page is there: keeping it must not make it slower.
if (document.readyState === 'complete') void register();
else window.addEventListener('load', () => void register(), { once: true });
