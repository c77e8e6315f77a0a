/** One room, one session: readings, effects, the gates, decisions. */

import './common.js';
import '../elements/sw-clock.js';
import '../elements/sw-entry-form.js';
import '../elements/sw-kept-entries.js';
import '../elements/sw-live.js';
import '../elements/sw-tap.js';
