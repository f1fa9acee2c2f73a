"""Running a student's code, in whatever process it is: cells as in a kernel, calls of a function, what they show, a time limit.

Used from other rooms:

- `call`: `Packed`, `call`, `call_ours`, `call_packed`, `without_variables`
- `cells`
- `modules_beside`: `find_modules_beside`
- `cell_outputs`: `KEPT_TYPES`, `MAX_FIGURE_FACTOR`, `TRUNCATED`
- `time_limit`: `time_limit`
"""
