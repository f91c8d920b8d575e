"""What staff do with a call; one function for each act."""
