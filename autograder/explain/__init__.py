"""A verdict, explained to whoever has to stand for it: every case, every rule, and the faults that come nearest. For no student's eyes.

Used from other rooms:

- `explanation`: `explain`
- `notebook`: `to_notebook`
- `text`: `to_text`
"""
