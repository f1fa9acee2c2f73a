"""What an author of exercises does: lay down a course, generate a release, verify the grader, hand the assignment out.

Used from other rooms:

- `generate`: `generate`
- `handout`
- `new`
- `site`
- `verify`: `ExamRow`
"""
