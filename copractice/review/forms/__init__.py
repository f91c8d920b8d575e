"""How reviewing is asked for, split by subject."""
