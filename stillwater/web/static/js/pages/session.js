/** The patient's session screen. */

import './start.js';
import '../elements/sw-cut-off.js';
import '../elements/sw-player.js';
import '../elements/sw-session.js';

if (document.querySelector('sw-preflight')) void import('../elements/sw-preflight.js');
if (document.querySelector('sw-tap')) void import('../elements/sw-tap.js');
