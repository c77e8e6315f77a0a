/** The clinic's board of today. */

import './common.js';
import '../elements/sw-clock.js';
import '../elements/sw-lead.js';
import '../elements/sw-live.js';
import '../elements/sw-tap.js';
