"""What the engine advises, and how decisions read."""
