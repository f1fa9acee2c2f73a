"""What a course draws its pictures with: frames, sliders, colours and words that everybody can see, or hear.

A course brings its pictures in modules of its own (`shared` in course.toml), which use of this room:

- `stage`: a picture is begun (`scene`), said in words (`told`), and shown (`show`)
- `film`, `roll`: one that moves, and its sliders
- `marks`: points, names at the ends of lines, and words for what points look like
- `palette`: colours, dashes and markers
- `given`: what a student's functions give, made sure of
- `guess`: a question to commit to before the next cell shows
"""

from autograder.figures.guess import guess

__all__ = ["guess"]
