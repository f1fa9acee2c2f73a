"""nbgrader's configuration: everything comes from course.toml. but for nbgrader's own settings at the end."""

from pathlib import Path

from autograder.nbgrader.config import configure

c = get_config()
configure(c, str(Path(__file__).parent))
