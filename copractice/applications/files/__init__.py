"""Files that people send with their answers: looked through, drawn anew, kept under random names."""
