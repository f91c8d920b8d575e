"""What is done to persons; erasing one will stand here too, beside making one."""
