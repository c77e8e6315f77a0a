/** An entry in a few words, for what lies on this device and no server has put into words yet. */

/** @param {any} value */
const plain = (value) => (typeof value === 'string' ? value.replaceAll('_', ' ') : String(value));

/** @type {Record<string, (data: Record<string, any>) => (string|number|undefined)[]>} */
const SAY = {
  reading: ({ sys, dia, pulse, spo2, resp, temp, sedation }) => [
    sys !== undefined || dia !== undefined ? `BP ${sys ?? '–'}/${dia ?? '–'}` : undefined,
    pulse === undefined ? undefined : `pulse ${pulse}`,
    spo2 === undefined ? undefined : `SpO2 ${spo2}`,
    resp === undefined ? undefined : `breaths ${resp}`,
    temp === undefined ? undefined : `temperature ${temp}`,
    sedation === undefined ? undefined : `sedation ${sedation}`,
  ],
  look_in: ({ sign }) => ['look-in', sign],
  effect: ({ name, severity }) => [name, severity],
  dose: ({ event, amount, unit }) => [
    'dose',
    event,
    amount === undefined ? undefined : `${amount} ${unit ?? ''}`.trim(),
  ],
  moved: ({ to }) => ['moved:', to],
  note: ({ text }) => [text],
  check: ({ key, met }) => [key, met ? 'met' : 'not met'],
  serious: ({ what, text }) => [what, text],
  medicine: ({ name, amount }) => [name, amount],
};

/**
 * @param {{kind: string, data: Record<string, any>}} entry
 * @param {string} [said] the words on the thing that was touched, when known
 */
export function entryWords({ kind, data }, said) {
  if (said) return said;
  const parts = (SAY[kind] ?? (() => [kind, data.what ?? data.choice ?? data.text]))(data);
  return parts
    .filter((part) => part !== undefined && part !== null && part !== '')
    .map(plain)
    .join(', ');
}
