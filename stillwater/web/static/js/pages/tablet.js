/** A shared tablet that nobody holds. */

import './common.js';
import '../elements/sw-clock.js';
import '../elements/sw-hands.js';
import '../elements/sw-live.js';
