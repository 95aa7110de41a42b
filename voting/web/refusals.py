"""Refusals as HTTP answers: one table of statuses, one shape of body, one plain sentence in the reader's language."""

from __future__ import annotations

from logging import Logger

import orjson
from flask import Flask, Request, Response, render_template, request
from werkzeug.exceptions import HTTPException

from voting.domain.refusals import PlanFaults, Refusal, bad_request, msg
from voting.exports.wording import fault_line, speaker
from voting.storage.doors import StorageUnavailable
from voting.texts import say
from voting.web.language import language_of

STATUS = {
    "bad_request": 400,
    "unknown_code": 401,
    "wrong_sign_in": 401,
    "sign_in_first": 401,
    "not_yours": 403,
    "no_such_review": 404,
    "no_such_year": 404,
    "no_year": 404,
    "not_found": 404,
    "already_voted": 409,
    "not_open": 409,
    "wrong_state": 409,
    "too_large": 413,
    "invalid_ballot": 422,
    "slow_down": 429,
    "went_wrong": 500,
    "try_again": 503,
}
"""Whatever is not listed is a request that can be mended: 400."""


def too_large() -> Refusal:
    """A body beyond the limit."""
    return Refusal("too_large", msg("This request is too large."))


def not_found() -> Refusal:
    """An address that leads nowhere."""
    return Refusal("not_found", msg("There is no such page."))


def went_wrong() -> Refusal:
    """A defect or a fault of the machine. What happened stays here; the reader gets one sentence."""
    return Refusal("went_wrong", msg("Something went wrong. Please try again."))


def sentence_of(refusal: Refusal, language: str) -> str:
    """The refusal's sentence, with the list of faults where it has one."""
    sentence = say(language, refusal.sentence, refusal.values)
    if isinstance(refusal, PlanFaults):
        lines = [fault_line(fault, speaker(language)) for fault in refusal.faults]
        return "\n".join([sentence, *lines])
    return sentence


def as_json(refusal: Refusal, language: str) -> dict[str, object]:
    """The body of a refusal on the API and on sockets."""
    return {"error": refusal.code, "message": sentence_of(refusal, language), **refusal.fields}


def answer(refusal: Refusal, asked: Request) -> Response:
    """The HTTP answer to a refused request: JSON below ``/api``, a plain page elsewhere."""
    status = STATUS.get(refusal.code, 400)
    language = language_of(asked)
    if asked.path.startswith("/api/"):
        response = Response(orjson.dumps(as_json(refusal, language)), status, mimetype="application/json")
    else:
        response = Response(render_template("refusal.html", sentence=sentence_of(refusal, language)), status)
    response.headers.update(headers_of(refusal))
    return response


def headers_of(refusal: Refusal) -> dict[str, str]:
    """What a refusal says in the answer's headers: how long to wait, where that is known."""
    return {"Retry-After": str(refusal.fields["retry_after"])} if "retry_after" in refusal.fields else {}


def log_defect(logger: Logger, error: BaseException) -> None:
    """Only the kind and the place: a message or a request could carry a code or a ballot into the log."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    logger.error("unexpected %s at %s", type(error).__name__, place)


def install(app: Flask) -> None:
    """Makes every error of the app a refusal; nothing else ever reaches a reader."""

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        return answer(refusal, request)

    @app.errorhandler(StorageUnavailable)
    def unavailable(_error: StorageUnavailable) -> Response:
        return answer(Refusal("try_again", msg("The database is busy. Please try again in a moment.")), request)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response | HTTPException:
        if error.code is None or error.code < 400:
            return error
        known = {404: not_found, 413: too_large}
        refusal = known[error.code]() if error.code in known else bad_request() if error.code < 500 else went_wrong()
        response = answer(refusal, request)
        response.status_code = error.code
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        log_defect(app.logger, error)
        return answer(went_wrong(), request)
