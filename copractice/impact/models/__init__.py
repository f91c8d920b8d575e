"""What reporting stores, split by subject."""

from copractice.impact.models.releases import Figure, Observation, Release, ReleaseFile
from copractice.impact.models.reports import Report, Story

__all__ = ["Figure", "Observation", "Release", "ReleaseFile", "Report", "Story"]
