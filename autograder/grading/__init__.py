"""From a submission to its verdicts: one function, one notebook, one submission, one class.

Used from other rooms:

- `batch`: `Result`, `WarmGrader`
- `changes`: `Change`, `Changed`, `between`, `read_standing`
- `notebook`: `Grader`, `grade`, `open_grader`
- `ordinary`: `open_ordinary`
- `own_merit`: `Run`, `grade_id`
- `pending`: `Waiting`, `rules`, `state_of`, `waiting`
- `solved_notebook`
- `reconcile`: `reconcile`
- `rehearsal`: `rehearsal`
- `submission`: `GradedParcel`, `Parcel`, `Work`, `grade_parcel`, `grade_submission`,
  `read_submission`, `take`
- `threads`: `Threads`, `begin`, `open_sandbox`
"""
