"""A community's accent color as a stylesheet, readable on light and on dark pages."""

PAPER = "#FBFAF6"
DARK_PAPER = "#13191C"
WHITE = "#FFFFFF"
BLACK = "#000000"
READABLE = 4.5


def accent_css(accent: str) -> str:
    """Return the rules that put an accent in place of river blue; nothing when there is none."""
    if not accent:
        return ""
    dark = lightened(accent)
    pairs = {
        "river": (accent, dark),
        "river-tint": (mixed(accent, PAPER, 0.12), mixed(dark, DARK_PAPER, 0.2)),
        "river-deep": (mixed(accent, BLACK, 0.75), mixed(dark, WHITE, 0.75)),
        "on-river": (WHITE, DARK_PAPER),
    }
    rules = "".join(f"--{name}: light-dark({light}, {dark}); " for name, (light, dark) in pairs.items())
    return f":root {{ {rules}}}\n"


def lightened(color: str) -> str:
    """Return the color mixed with white until it can be read on a dark page."""
    share = 1.0
    while contrast(mixed(color, WHITE, share), DARK_PAPER) < 2 * READABLE and share > 0:
        share = round(share - 0.05, 2)
    return mixed(color, WHITE, share)


def mixed(one: str, other: str, share: float) -> str:
    """Return `share` of one color in the other, both written #RRGGBB."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colors written #RRGGBB, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _channels(color: str) -> list[int]:
    return [int(color[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(color: str) -> float:
    shares = [channel / 255 for channel in _channels(color)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
