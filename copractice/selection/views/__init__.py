"""The pages of selecting."""
