"""One function per thing a person does; the only floor that opens a transaction."""
