"""What stands before the actions, by itself."""

from __future__ import annotations

import pytest

from voting.domain.refusals import Refusal
from voting.web.guards import no_nul


def test_a_json_body_with_a_letter_that_no_database_keeps_is_refused():
    assert no_nul(b'{"name": "a"}') == b'{"name": "a"}'
    with pytest.raises(Refusal) as refused:
        no_nul(b'{"name": "a\\u0000"}')
    assert refused.value.code == "bad_request"
