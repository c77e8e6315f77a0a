/** The page's colours for what knows only red, green and blue. */

const NUMBER = '[\\d.]+';
const WRITTEN = new RegExp(`^oklch\\((${NUMBER}) (${NUMBER}) (${NUMBER})(?: / (${NUMBER}))?\\)$`);

/** @param {number} linear @returns {number} 0 to 255 */
function encoded(linear) {
  const part = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (part > 0.0031308 ? 1.055 * part ** (1 / 2.4) - 0.055 : 12.92 * part));
}

/**
 * @param {string} colour as tokens are written: `oklch(.93 .016 213)`, `oklch(.45 .03 170 / .2)`
 * @returns {string} `rgba(…)`; whatever is written otherwise, as it is
 */
export function rgba(colour) {
  const found = WRITTEN.exec(colour.trim());
  if (!found) return colour.trim();
  const [lightness, chroma, hue, alpha] = found.slice(1).map((part) => Number(part ?? 1));
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short;
  const green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short;
  const blue = -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short;
  return `rgba(${[red, green, blue].map(encoded).join(',')},${alpha})`;
}
