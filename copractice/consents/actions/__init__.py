"""What is done about young people: a birth month told, a guardian named and checked, a yes given or taken back."""
