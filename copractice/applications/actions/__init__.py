"""What is done with applications: started, filled by several parties, sent, and everything that comes between."""
