"""What the public sees: rounded tables of a quarter or a year, frozen once they are out."""
