"""What files are called that several rooms read or look for, with NumPy or without."""

EXAMPLES, CASES = "examples.json", "cases.json"
