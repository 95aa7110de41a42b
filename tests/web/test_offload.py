"""The worker threads: what fails there is raised here, and nothing is printed on the way."""

from __future__ import annotations

import pytest

from voting.domain.refusals import Refusal, not_open
from voting.web.offload import gevent_threads


def _refuse() -> None:
    raise not_open()


@pytest.mark.parametrize("name", ["read", "write", "slow"])
def test_a_refusal_on_a_thread_reaches_the_caller_and_leaves_no_traceback_behind(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refusal) as refused:
        getattr(gevent_threads(), name)(_refuse)

    assert refused.value.code == "not_open"
    assert capfd.readouterr() == ("", "")


def test_arguments_and_results_pass_through() -> None:
    assert gevent_threads().read(sorted, ([2, 1],), {"reverse": True}) == [2, 1]
