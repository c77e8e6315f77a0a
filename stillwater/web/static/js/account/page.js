/** The pages of an account: each part comes only where the page has it. */

import '../pages/common.js';
import { wirePasskeys } from './passkey.js';
import { wireReveals } from './reveal.js';
import { guessZones } from './zone.js';

guessZones();
wireReveals();
wirePasskeys();
