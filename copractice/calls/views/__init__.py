"""Pages of a call: what everybody reads, and what its staff write."""
