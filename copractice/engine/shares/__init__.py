"""Dots: a proportional set of priorities from approvals, and who paid for what."""

from copractice.engine.shares.election import Payment, Round, Shares, Violation, elect

__all__ = ["Payment", "Round", "Shares", "Violation", "elect"]
