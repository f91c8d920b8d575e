"""What is done with reports: written, frozen, checked, published, withdrawn; stories entered and checked."""
