"""What an author of exercises does: generate a release, verify the grader, hand the assignment out as a zip.

Used from other rooms:

- `generate`: `generate`
- `handout`
- `site`
- `verify`: `ExamRow`
"""
