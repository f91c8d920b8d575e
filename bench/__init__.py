"""What `make bench` runs: our methods beside their public peers, in the same run, on one thread."""
