"""nbgrader's configuration: everything comes from course.toml."""

from pathlib import Path

try:
    from autograder.nbgrader.config import configure
except ImportError as error:
    raise SystemExit(
        f"error: this course needs its autograder ({error}); run `make venv` and use .venv/bin/nbgrader"
    ) from None

configure(get_config(), str(Path(__file__).parent))
