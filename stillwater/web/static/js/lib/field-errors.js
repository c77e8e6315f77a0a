/** A reason beside its field, tied to it for people who hear the page. */

let made = 0;

/** @param {any} control */
export function clearWrong(control) {
  if (!(control instanceof HTMLElement) || control.getAttribute('aria-invalid') !== 'true') return;
  const { errorId } = control.dataset;
  if (errorId) document.getElementById(errorId)?.remove();
  control.removeAttribute('aria-invalid');
  const others = (control.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && id !== errorId);
  if (others.length > 0) control.setAttribute('aria-describedby', others.join(' '));
  else control.removeAttribute('aria-describedby');
}

/** @param {HTMLElement} control @param {string} why */
export function showWrong(control, why) {
  clearWrong(control);
  const note = document.createElement('p');
  made += 1;
  note.id = `field-error-${made}`;
  note.className = 'field-error';
  note.textContent = why;
  control.dataset.errorId = note.id;
  control.setAttribute('aria-invalid', 'true');
  const described = [control.getAttribute('aria-describedby'), note.id].filter(Boolean).join(' ');
  control.setAttribute('aria-describedby', described);
  // One of several chips or buttons: the reason is about all of them, not about the first.
  const group =
    control instanceof HTMLInputElement && control.type === 'radio' ? control.closest('fieldset, .chips') : null;
  if (group) group.append(note);
  else control.after(note);
}
