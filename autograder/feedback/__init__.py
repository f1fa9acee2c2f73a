"""The student's page: what it holds, how it looks, and when it is written anew.

Used from other rooms:

- `markup`: `FILTERS`
- `write`
"""
