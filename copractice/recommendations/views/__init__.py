"""Pages of recommendations, split by who acts on them."""
