"""The pages of a community: public ones, and those of its staff."""
