/** The sitter's screen. */

import './common.js';
import '../elements/sw-clock.js';
import '../elements/sw-entry-form.js';
import '../elements/sw-live.js';
import '../elements/sw-sitter.js';
import '../elements/sw-tap.js';

if (document.querySelector('sw-preflight')) void import('../elements/sw-preflight.js');
