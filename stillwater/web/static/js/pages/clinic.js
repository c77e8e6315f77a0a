/** A page of the clinic that shows no session as it goes on. */

import './common.js';
import '../elements/sw-clock.js';

if (document.querySelector('sw-adding')) void import('../elements/sw-adding.js');
if (document.querySelector('sw-lines')) void import('../elements/sw-lines.js');
