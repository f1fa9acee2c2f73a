"""How long grading takes, and where the time goes: `make bench`."""
