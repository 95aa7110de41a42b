"""SQL of the year's desk, one repository per noun."""
