"""Whatever anybody sends: no error of ours, no traceback, and no change by what was refused. ``python -m tests.fuzz``."""
