"""What everybody's nbgrader is told, as /etc/jupyter/nbgrader_config.py."""

c = get_config()
c.CourseDirectory.course_id = "@ID@"
c.Exchange.root = "@EXCHANGE@"
c.ExchangeSubmit.strict = True  # a notebook that was renamed is refused; may be left out
