/** What every page of somebody signed in has outside a session: what waits is shown, and signing out is guarded. */

import './start.js';
import '../elements/sw-outbox-status.js';
import { guardSignOut } from '../offline/identity.js';

guardSignOut();
if (document.body.dataset.tablet) void import('../tablet/held.js').then(({ hold }) => hold());
