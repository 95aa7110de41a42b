"""The accounting of what cannot run here, and the people and places that most tests start from."""

pytest_plugins = ["tests.support.requirements", "tests.support.fixtures"]
