"""What a community reads from outside and writes outside: its accent as a stylesheet."""

from copractice.communities.files.accent import PAPER, accent_css, contrast, lightened

__all__ = ["PAPER", "accent_css", "contrast", "lightened"]
