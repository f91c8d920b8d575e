"""The log of every act, refusals, moves between states, and the one-community constraint; small for ever."""
