"""What is done in a convening: one function per verb; call them by their file."""
