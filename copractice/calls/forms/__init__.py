"""What staff type about a call; kept whatever is wrong."""
