"""Pages of definitions and commitments: what everybody reads, what members say, what staff do."""
