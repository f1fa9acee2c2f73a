"""Notebooks as handed in, as restored and as graded: read with suspicion, written whole.

Used from other rooms:

- `attempts`: `student_of`
- `autograded`
- `graded`: `Damaged`, `Note`, `SENT_UNREADABLE`, `SIGNS`, `UNREADABLE`, `read_note`, `read_signs`,
  `read_verdicts`, `shown_in`, `unreadable_reason`, `verdict_in`, `verdict_output`, `write_scores`,
  `write_signs`
- `needed`: `not_needed`
- `outputs`: `clean`, `numbers_of`, `show`
- `restore`: `code_cells`, `is_of`, `is_test`, `notebook_text`, `parse_notebook`, `placeholder`, `restore`
- `self_contained`: `is_self_contained`
- `submitted`: `DIRECTORY`, `HandedIn`, `Submission`, `Unreadable`, `find`, `load`, `not_collected_file`,
  `odd_folders`, `remove_links`, `timestamp`
- `tampering`
"""
