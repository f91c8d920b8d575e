"""Pure calculations: plain arrays in, frozen dataclasses out; no Django, no files, no clock.

One method per module; `docs/methods/` has a page for each.
"""
