"""What every room may use and no room is about: errors, text, files, locks, times, source code as a tree.

Used from other rooms:

- `bindings`: `Event`, `events_in`, `surely_used_by`, `tree_of`, `used_by`
- `errors`: `AutograderError`, `CannotCount`, `CannotRun`, `CourseError`, `NotFound`, `NotRightYet`,
  `SandboxUnavailable`
- `files`: `file_state`, `read_regular`, `replace_folder`, `save`
- `lazy`: `Lazy`
- `locks`
- `newer_syntax`: `type_parameters`
- `parsing`: `parse`, `readable`
- `place`: `fetch_again`
- `programs`: `installed`, `program_state`, `put_own_programs_on_path`, `with_own_programs`
- `text`: `MAX_TEXT`, `encodable`, `printable`, `safe_repr`, `shorten`
- `timestamps`: `Clock`, `WRITE`
- `turns`: `Turns`
"""
