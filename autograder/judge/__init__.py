"""From replies to a verdict: what is right, what is wrong, and which mistake it most likely is. Pure: no files, no clock, no student code.

Used from other rooms:

- `compare`: `COMPARED`, `accepts`, `as_array`, `as_number`, `conform`, `matches`, `not_compared`, `same_make`
- `distributions`: `seen`
- `form`: `UNCOUNTED`, `grows_with_points`, `line_of_loop`, `look_at_form`, `no_line`
- `given_away`: `MISTAKE`, `Names`
- `judge`: `ARGUMENTS_KEPT`, `FROM_SCRATCH`, `all_right`, `changed_argument`, `is_named`, `is_right`, `judge`, `missing`, `name_mistake`
- `notebook_variables`
- `repeated`
"""
