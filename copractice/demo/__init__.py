"""The demo's story, told by calling actions with `now=` in the past."""
