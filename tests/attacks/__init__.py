"""The attacker: everything a real one could get, what he makes of it, and how often he is right."""
