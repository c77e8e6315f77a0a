/** The sun's place on its path over the horizon. Pure, and one small hand that sets it on the page's drawing. */

/**
 * @param {{cx: number, cy: number, rx: number, ry: number}} arc a half ellipse over the horizon at cy
 * @param {number} along 0 left horizon, 1 right
 */
export function sunAt({ cx, cy, rx, ry }, along) {
  const angle = Math.PI * (1 - Math.min(1, Math.max(0, along)));
  return { x: cx + rx * Math.cos(angle), y: cy - ry * Math.sin(angle) };
}

/** @param {Element|null} svg carries data-cx, data-cy, data-rx, data-ry @param {number} along */
export function setSun(svg, along) {
  if (!(svg instanceof SVGElement)) return;
  const { cx, cy, rx, ry } = svg.dataset;
  const { x, y } = sunAt({ cx: Number(cx), cy: Number(cy), rx: Number(rx), ry: Number(ry) }, along);
  svg.querySelector('[data-arc-sun]')?.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  svg.querySelector('[data-arc-done]')?.setAttribute('stroke-dasharray', `${(along * 100).toFixed(2)} 200`);
}
