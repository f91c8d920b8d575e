"""What families and staff type about guardians and consents."""
