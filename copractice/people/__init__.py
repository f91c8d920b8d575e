"""Persons and how they sign in; site-wide, above every community."""
