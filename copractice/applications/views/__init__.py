"""Pages of applications: starting, the parties' page, one part, receipts, and the staff's pages."""
