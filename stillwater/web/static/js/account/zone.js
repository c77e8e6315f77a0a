/** Fills in the time zone that the browser knows, where the person has not chosen yet. It stays theirs to change. */

/** @param {ParentNode} page */
export function guessZones(page = document) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const select of page.querySelectorAll('select[data-zone]')) {
    if (!(select instanceof HTMLSelectElement) || select.value !== '') continue;
    if ([...select.options].some((option) => option.value === zone)) select.value = zone;
  }
}
