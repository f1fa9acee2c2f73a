"""nbgrader's ordinary assignments, whose test cells hold asserts: their sources, and what asserts say in a process of the student's own.

Used from other rooms:

- `grade`: `OrdinaryGrader`
- `source`: `read_notebooks`, `released_tests`, `require_releasable`
"""
