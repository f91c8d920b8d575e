"""Which reports, releases, figures and stories there are, and who reads them."""
