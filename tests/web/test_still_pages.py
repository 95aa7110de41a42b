"""Pages that are the same for everybody: compressed, and never one reader's language for another."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("path", ["/", "/b", "/screen/half-year"])
def test_a_still_page_is_compressed_for_who_can_read_it_and_the_same_either_way(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    small = client.get(path, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data)


def test_each_reader_gets_the_own_language(client: FlaskClient) -> None:
    def read(language: str) -> str:
        return client.get("/b", headers={"Accept-Language": language}).get_data(as_text=True)

    assert 'lang="zh"' in read("zh-CN,zh;q=0.9")
    assert 'lang="en"' in read("en-GB")
    assert 'lang="zh"' in read("zh-CN,zh;q=0.9")
