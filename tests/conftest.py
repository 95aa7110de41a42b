"""Only the accounting of what cannot run here; fixtures live beside the tests that use them."""

pytest_plugins = ["tests.support.requirements"]
