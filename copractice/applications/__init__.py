"""Applications of several parties: each fills its own part, the lead sends, each gets a receipt."""
