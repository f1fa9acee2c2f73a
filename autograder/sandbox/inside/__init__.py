"""What runs behind the walls: the warm parent, a child a submission, a fork a call."""
