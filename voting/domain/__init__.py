"""The rules of the assessment as pure functions and values: no clock, no chance, no files, no Flask."""
