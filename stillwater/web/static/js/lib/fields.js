/**
 * What somebody typed, as data: pure. Only what is no number at all is refused; a strange number is taken, and marked later.
 */

import { word } from './words.js';

/** @typedef {{name: string, type: string, value: string}} Field */

/** @param {string} value @returns {number|null} "36,8" is 36.8; "12O" is none */
export function number(value) {
  const text = value.trim().replace(',', '.');
  return /^[-+]?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/**
 * @param {Field} field @param {number} now
 * @returns {{value: any}|{why: string}}
 */
export function read({ type, value }, now) {
  if (type === 'number' || type === 'integer' || type === 'in_minutes') {
    const found = number(value);
    if (found === null) return { why: word('not_a_number', { value }) };
    if (type === 'integer' && !Number.isInteger(found)) return { why: word('not_whole', { value }) };
    return { value: type === 'in_minutes' ? new Date(now + found * 60_000).toISOString() : found };
  }
  if (type === 'bool') return { value: ['true', 'on', 'yes', '1'].includes(value) };
  if (type === 'json') {
    try {
      return { value: JSON.parse(value) };
    } catch {
      return { why: value };
    }
  }
  return { value };
}

/**
 * Missing is missing: an empty field leaves no trace in the data.
 * @param {Field[]} fields
 * @param {{now: number, oneOf?: string[], needed?: string[]}} rules oneOf: at least one of these must be filled; needed: each
 * @returns {{data: Record<string, any>, wrong: {name: string, why: string}[]}}
 */
export function collect(fields, { now, oneOf = [], needed = [] }) {
  /** @type {Record<string, any>} */
  const data = {};
  /** @type {{name: string, why: string}[]} */
  const wrong = [];
  for (const field of fields) {
    if (field.value.trim() === '') continue;
    const found = read(field, now);
    if ('why' in found) wrong.push({ name: field.name, why: found.why });
    else data[field.name] = found.value;
  }
  const filled = oneOf.length === 0 || oneOf.some((name) => name in data || wrong.some((one) => one.name === name));
  if (!filled) wrong.push({ name: oneOf[0], why: word('fill_one') });
  for (const name of new Set(needed))
    if (!(name in data) && !wrong.some((one) => one.name === name)) wrong.push({ name, why: word('needed') });
  return { data, wrong };
}
