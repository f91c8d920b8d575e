"""Guardianship and consent: who may say yes for whom, to which purpose, and who did."""
