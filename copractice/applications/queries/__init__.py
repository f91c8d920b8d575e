"""Which applications, parts and answers a person may read, and until when something may still be done."""
