"""How a call is read outside: calendars."""
