"""Shared definition: numbered versions, comments, objections, adoption; commitments and their signatures."""
