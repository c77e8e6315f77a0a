/**
 * The browser's own words, in the page's language. The page may give the same keys in another language in
 * `<script type="application/json" id="strings">`; what it leaves out is said in English.
 */

import { ENGLISH } from './english.js';

/** @type {Record<string, string>|null} */
let given = null;

function translations() {
  if (given === null) {
    const block = typeof document === 'undefined' ? null : document.getElementById('strings');
    try {
      given = block ? JSON.parse(block.textContent ?? '{}') : {};
    } catch {
      given = {};
    }
  }
  return given ?? {};
}

/**
 * @param {string} key
 * @param {Record<string, string|number>} values
 * @returns {string}
 */
export function word(key, values = {}) {
  const text = translations()[key] ?? ENGLISH[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * The plural form that the page's language asks for: `key_one`, `key_few`, `key_other` and so on.
 * @param {string} key
 * @param {number} n
 */
export function count(key, n) {
  const language = typeof document === 'undefined' ? 'en' : document.documentElement.lang || 'en';
  const form = `${key}_${new Intl.PluralRules(language).select(n)}`;
  return word(form in translations() || form in ENGLISH ? form : `${key}_other`, { n });
}
