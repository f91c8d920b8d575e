"""A release as files: the body of its page, its table, its chart and its PDF, all made from one content."""
