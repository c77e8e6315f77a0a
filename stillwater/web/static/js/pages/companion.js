/** The patient's pages outside a session. Each part comes only where the page has it. */

import './common.js';

const has = (/** @type {string} */ name) => document.querySelector(name) !== null;

if (has('sw-any-day')) void import('../elements/sw-any-day.js');
if (has('sw-autosave')) void import('../elements/sw-autosave.js');
if (has('sw-clock')) void import('../elements/sw-clock.js');
if (has('sw-favourite') || has('sw-mine')) void import('../elements/sw-favourite.js');
if (has('sw-guide')) void import('../elements/sw-guide.js');
if (has('sw-keep')) void import('../elements/sw-keep.js');
if (has('sw-live')) void import('../elements/sw-live.js');
if (has('sw-entry-form')) void import('../elements/sw-entry-form.js');
if (has('sw-on-phone')) void import('../elements/sw-on-phone.js');
if (has('sw-own-music')) void import('../elements/sw-own-music.js');
if (has('sw-path')) void import('../elements/sw-path.js');
if (has('sw-player')) void import('../elements/sw-player.js');
if (has('sw-preflight')) void import('../elements/sw-preflight.js');
if (has('sw-tap')) void import('../elements/sw-tap.js');
if (has('sw-trial')) void import('../elements/sw-trial.js');
if (has('sw-voice')) void import('../elements/sw-voice.js');
