"""Grades out: as CSV, and filled into what Canvas and Moodle take.

Used from other rooms:

- `build`
"""
