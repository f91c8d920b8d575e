"""What follows from an application as it stands: its hashes, and what comes next for a party."""
