"""SQL and nothing else: two doors, two engines, one repository per noun."""
