"""What the instructor wrote, read into values: `course.toml`, source notebooks, checks, right answers, releases, and the bank of questions made of them.

Used from other rooms:

- `bank`: `Bank`, `Question`, `look_at_facts`
- `cells`: `TEST_PREFIX`, `cell_of`
- `checks`
- `files`: `MAX_BYTES`, `PROOF`, `TIMESTAMP`, `entries_of`, `extra_files`, `walk`
- `layout`: `CHECKS`, `RELEASED`, `RELEASES`, `RIGHT_ANSWERS`, `SOURCES`, `checks_of`, `depended_on`,
  `files_of`, `sources_of`
- `outcomes`: `with_references`
- `release_days`
- `releases`: `Fixed`, `Releases`, `SCHEMA_VERSION`, `released_files`
- `right_answers`: `blocks`, `read_right_answers`
- `settings`: `AssignmentEntry`, `Course`, `FILE`
- `source`: `Beginning`, `beginning`, `read`, `read_notebook`, `tidy_cells`, `write_paired_notebook`
"""
