"""Notebooks as handed in, as restored and as graded: read with suspicion, written whole.

Used from other rooms:

- `attempts`: `student_of`
- `graded`: `Noted`, `note_scores`, `noted`, `unreadable_reason`, `verdict_in`, `verdict_output`
- `restore`: `is_of`, `notebook_text`, `parse_notebook`, `placeholder`, `restore`
- `submitted`: `Submission`, `Unreadable`, `find`, `fingerprint`, `not_collected_file`,
  `odd_folders`, `other_files`, `read_notebook`, `remove_links`, `timestamp`
- `tampering`
"""
