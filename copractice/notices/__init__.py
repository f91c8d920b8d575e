"""The outbox of messages to people, and the work that sends them."""
