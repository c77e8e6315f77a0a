/** What the pages of the channel have: suggestions while one types, keeping, sharing, printing, a larger size. */

import './start.js';
import '../elements/sw-page.js';
import '../elements/sw-suggest.js';
