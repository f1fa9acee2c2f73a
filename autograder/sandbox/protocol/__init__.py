"""What crosses the walls: messages of fixed types and bounded size, known on both sides.

Used from other rooms:

- `cells`: `Cell`, `cell_number`, `whole_cells`
- `garbage`: `none_looked_for`
- `messages`: `CallDone`, `Calls`, `CellDone`, `Clean`, `Ended`, `Figures`, `Fork`,
  `Forked`, `Line`, `Look`, `NoFunction`, `Noticed`, `Ready`, `Request`, `Response`, `RunCells`,
  `SMALL_FRAME`, `Spare`, `Used`, `VALUE_FRAME`, `Wait`, `WarmUp`, `encoded`
- `outputs`: `Display`, `Failure`, `LEFT_OUT`, `MAX_OUTPUTS`, `Output`, `Result`, `Stream`,
  `is_picture`, `size_of`
- `questions`: `Answer`, `Ask`, `is_answer`, `packed_arguments`
- `seccomp`
- `trouble`: `BrokenFrame`, `Closed`, `Disturbed`, `TROUBLE`, `TimedOut`, `TooMuch`, `described`
"""
