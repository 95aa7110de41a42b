"""Static files, compressed once and kept in memory, under addresses that change with their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Request, Response, current_app, request

from voting.web.refusals import not_found

FAR_FUTURE = "public, max-age=31536000, immutable"
TEXT = (".js", ".css", ".svg", ".json", ".html", ".txt", ".webmanifest")
KEPT_BACK = (".md",)


@dataclass(frozen=True)
class Asset:
    """One static file: plain and compressed bytes, its type, and the version its address carries."""

    plain: bytes
    compressed: bytes | None
    mimetype: str
    version: str


def read_assets(folder: Path) -> dict[str, Asset]:
    """All static files below a folder, by their relative path."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in KEPT_BACK:
            plain = path.read_bytes()
            small = gzip.compress(plain, 9, mtime=0) if path.suffix in TEXT else None
            mimetype = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            version = hashlib.sha256(plain).hexdigest()[:10]
            found[path.relative_to(folder).as_posix()] = Asset(plain, small, mimetype, version)
    return found


def whole_version(assets: dict[str, Asset]) -> str:
    """One version for all files: modules import each other by relative address, so they change together."""
    return hashlib.sha256("".join(asset.version for asset in assets.values()).encode()).hexdigest()[:10]


def install(app: Flask, folder: Path) -> None:
    """Serves the folder below ``/static/VERSION/`` and gives templates ``asset(path)``."""
    assets = read_assets(folder)
    version = whole_version(assets)

    def address(path: str) -> str:
        if path not in assets:
            raise KeyError(path)  # a template that names a missing file is a defect, found by its first test
        return f"/static/{version}/{path}"

    app.jinja_env.globals["asset"] = address
    app.extensions["asset_address"] = address
    app.config["ASSETS"] = version

    @app.get("/static/<wanted>/<path:path>")
    def static_file(wanted: str, path: str) -> Response:
        if path not in assets:
            raise not_found()
        return _answer(assets[path], request, forever=wanted == version)


def asset_address(path: str) -> str:
    """The versioned address of a static file; KeyError where there is none."""
    return str(current_app.extensions["asset_address"](path))


def _answer(asset: Asset, asked: Request, *, forever: bool) -> Response:
    small = asset.compressed is not None and "gzip" in asked.headers.get("Accept-Encoding", "")
    response = Response(asset.compressed if small else asset.plain, mimetype=asset.mimetype)
    if small:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FAR_FUTURE if forever else "no-cache"
    return response
