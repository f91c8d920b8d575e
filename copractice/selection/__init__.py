"""Who gets a seat: runs that advise, decisions that people take, draws, letters and the waiting list."""
