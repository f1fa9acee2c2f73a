"""What tells a loop: the steps that a function takes, counted the same on every version of Python.

Used from other rooms:

- `isolated`
- `counter`: `can_count`, `counted`
- `escapes`
- `libraries`: `file_of`, `is_library`, `remember_compiled`, `remember_libraries`
- `through_c`: `definitions_in`, `goes_through_in_c`
"""
