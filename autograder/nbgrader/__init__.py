"""nbgrader's configuration points, grading on submission, and JupyterLab for both seats.

Used from other rooms:

- `lab`
- `watch`: `watch`
"""
