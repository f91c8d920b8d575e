"""Indicators, stories, and releases that are checked before they are published."""
