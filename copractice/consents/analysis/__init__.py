"""What follows from a birth month, and from how an address is written."""
