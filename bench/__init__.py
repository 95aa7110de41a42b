"""The benchmarks: ``python -m bench`` prints one table of one run, ratios first. Tests never assert times."""
