"""Pages of reports: what everybody reads, and what their writers work with."""
