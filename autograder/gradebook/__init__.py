"""nbgrader's database: what it remembers of a release, grades written to it and read from it, and its configuration.

Used from other rooms:

- `class_list`: `ClassList`
- `config`: `clock_of`, `load_config`
- `connection`: `connected`, `lent`
- `copy`: `copy_gradebook`
- `extensions`
- `promised`: `promised`
- `read`: `CellGrade`, `Comment`, `GradedSubmission`, `Grades`, `Student`, `read_comments`,
  `read_grades`
- `release`: `Release`, `ReleasedCell`, `opened`, `release_of`, `require_writable`, `translated`,
  `unusable`
- `sync`: `bring_gradebook_up_to_date`, `generate_assignment`, `note_due_date`,
  `note_what_was_released`
- `told`
- `write`: `Record`, `Recorder`, `scores_of`
"""
