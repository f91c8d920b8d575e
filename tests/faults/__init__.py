"""Kill, block and misconfigure a real site; what it acknowledged has to be there afterwards."""
