"""The class at a glance: what it misunderstood, for the instructor and for the wall.

Used from other rooms:

- `build`: `DIRECTORY`
- `modules`: `wanted`
- `page`: `MistakeRow`, `Page`, `to_html`
"""
