"""From a submission to its verdicts: one function, one notebook, one submission, one class.

Used from other rooms:

- `batch`: `Result`, `WarmGrader`
- `changes`: `Change`, `Changed`, `between`, `read_standing`
- `notebook`: `Grader`, `grade`, `open_grader`, `open_sandbox`
- `pending`: `Waiting`, `rules`, `state_of`, `waiting`
- `solved_notebook`
- `reconcile`: `reconcile`
- `rehearsal`: `rehearsal`
"""
