"""Checks that see the whole project: the gate, the layout, journeys in a browser."""
