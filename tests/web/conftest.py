"""What all tests of the web share."""

from __future__ import annotations

from functools import cache

import pytest

from voting.web import assets


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_read_once():
    """Each test has an app of its own; compressing the same files for each of them would take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "read_assets", cache(assets.read_assets))
        yield
