"""What the engine says of reviews: who reviews what, and what the scores add up to."""
