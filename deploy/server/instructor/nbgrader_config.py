"""What the instructor's nbgrader is told besides: where the course is, whose own nbgrader_config.py says the rest."""

c = get_config()
c.CourseDirectory.root = "@COURSE@"
