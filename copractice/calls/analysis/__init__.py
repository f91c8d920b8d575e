"""What the rows of a call say together: what a version changed, what is missing, how dates move along."""
