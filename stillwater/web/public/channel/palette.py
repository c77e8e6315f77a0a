"""The colours of each sky by day, for what is painted without a browser. css/pages/channel-pictures.css says the same; a test checks."""

import math

Rgb = tuple[int, int, int]

# s1 to s3: the sky from above to the horizon. mark: the path. far, near, fore: the land. a, b, c, w: the motif (motifs.py).
SKIES = {
    "dawn": {
        "s1": (0.86, 0.045, 245),
        "s2": (0.935, 0.035, 40),
        "s3": (0.88, 0.095, 56),
        "glow": (0.91, 0.105, 68),
        "sun": (0.99, 0.045, 92),
        "mark": (0.42, 0.07, 290),
        "far": (0.77, 0.065, 25),
        "near": (0.56, 0.06, 345),
        "fore": (0.48, 0.06, 325),
        "a": (0.3, 0.055, 320),
        "b": (0.56, 0.1, 22),
        "c": (0.965, 0.02, 70),
        "w": (0.86, 0.11, 70),
    },
    "day": {
        "s1": (0.85, 0.055, 228),
        "s2": (0.94, 0.03, 190),
        "s3": (0.955, 0.04, 110),
        "glow": (0.99, 0.06, 95),
        "sun": (0.92, 0.12, 86),
        "mark": (0.4, 0.07, 222),
        "far": (0.77, 0.05, 192),
        "near": (0.61, 0.065, 198),
        "fore": (0.53, 0.065, 204),
        "a": (0.31, 0.058, 215),
        "b": (0.47, 0.075, 210),
        "c": (0.985, 0.01, 190),
        "w": (0.83, 0.11, 68),
    },
    "evening": {
        "s1": (0.73, 0.068, 258),
        "s2": (0.87, 0.048, 340),
        "s3": (0.85, 0.1, 50),
        "glow": (0.93, 0.1, 68),
        "sun": (0.985, 0.05, 85),
        "mark": (0.34, 0.07, 272),
        "far": (0.66, 0.06, 315),
        "near": (0.49, 0.065, 288),
        "fore": (0.41, 0.062, 284),
        "a": (0.26, 0.055, 282),
        "b": (0.51, 0.085, 350),
        "c": (0.95, 0.025, 60),
        "w": (0.87, 0.11, 68),
    },
    "ember": {
        "s1": (0.17, 0.03, 40),
        "s2": (0.27, 0.055, 41),
        "s3": (0.45, 0.11, 45),
        "glow": (0.68, 0.135, 50),
        "sun": (0.86, 0.1, 68),
        "mark": (0.72, 0.1, 55),
        "far": (0.29, 0.06, 40),
        "near": (0.2, 0.038, 38),
        "fore": (0.165, 0.03, 38),
        "a": (0.13, 0.022, 38),
        "b": (0.5, 0.105, 44),
        "c": (0.83, 0.075, 64),
        "w": (0.8, 0.12, 60),
    },
    "night": {
        "s1": (0.22, 0.05, 268),
        "s2": (0.32, 0.06, 255),
        "s3": (0.47, 0.06, 228),
        "glow": (0.62, 0.06, 215),
        "sun": (0.93, 0.04, 95),
        "mark": (0.8, 0.04, 110),
        "far": (0.33, 0.05, 235),
        "near": (0.235, 0.038, 232),
        "fore": (0.19, 0.033, 234),
        "a": (0.15, 0.03, 245),
        "b": (0.5, 0.065, 235),
        "c": (0.87, 0.03, 100),
        "w": (0.84, 0.105, 72),
    },
}


def linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """oklch to linear sRGB, cut at the edges of the gamut. The matrices are Björn Ottosson's, as CSS Color 4 gives them."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return _within(red), _within(green), _within(blue)


def _within(part: float) -> float:
    return min(1.0, max(0.0, part))


def rgb(lightness: float, chroma: float, hue: float) -> Rgb:
    """oklch to the bytes of sRGB."""
    red, green, blue = linear(lightness, chroma, hue)
    return _byte(red), _byte(green), _byte(blue)


def _byte(part: float) -> int:
    return round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))


def colours(sky: str) -> dict[str, Rgb]:
    """The colours of one sky, by role."""
    return {role: rgb(*value) for role, value in SKIES[sky].items()}
