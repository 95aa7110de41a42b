"""The long tests that ``make soak`` runs. Their short forms are in ``make test``."""
