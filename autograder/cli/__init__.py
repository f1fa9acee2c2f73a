"""The command line: the one place that prints and exits.

Used from other rooms:

- `main`: `main`
"""
