"""The year's desk: one function per thing a person does, from targets and inspections to the sealed year."""
