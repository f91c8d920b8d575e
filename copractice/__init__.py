"""Copractice runs a community of practice, from its convening to its impact report."""
