"""The language of an answer: the reader's switch, then the browser's choice, then the setting."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, current_app, request
from flask_babel import Babel

from voting.texts import CATALOGUES, LANGUAGES

COOKIE = "language"


def language_of(asked: Request) -> str:
    """``zh`` or ``en`` for one request."""
    chosen = asked.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    for wanted, _quality in asked.accept_languages:
        short = wanted.split("-")[0].lower()
        if short in LANGUAGES:
            return short
    return str(current_app.config["LANGUAGE"])


def install(app: Flask) -> None:
    """Gives templates ``_()`` and ``lang``."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    Babel(app, locale_selector=lambda: language_of(request))

    @app.context_processor
    def language() -> dict[str, Any]:
        return {"lang": language_of(request)}
