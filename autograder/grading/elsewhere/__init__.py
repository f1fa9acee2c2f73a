"""Grading in other processes, here or on other machines: bytes go there, and bytes come back.

Used from other rooms:

- `crew`: `Elsewhere`
- `executors`: `Place`
"""
