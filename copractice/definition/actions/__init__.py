"""What is done with definitions and commitments: one function per verb."""
