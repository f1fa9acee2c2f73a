"""The student's page: what it holds, how it looks, and when it is written anew.

Used from other rooms:

- `made_of`: `up_to_date`, `write_changed`
- `markup`: `FILTERS`
- `sheets`: `heading_of`
- `write`
"""
