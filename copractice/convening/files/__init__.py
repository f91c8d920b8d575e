"""How convenings are read from outside and drawn: conversation files and charts."""
