"""The yardstick: a bare Flask ``POST`` that echoes its JSON, on the program's own listener and handler."""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import gc  # noqa: E402
import sys  # noqa: E402

from flask import Flask, Response, jsonify, request  # noqa: E402

from voting.web.server import make_listener, make_server  # noqa: E402


def main(port: int) -> None:
    app = Flask("echo")

    @app.post("/echo")
    def echo() -> Response:
        return jsonify(request.get_json())

    @app.get("/healthz")
    def healthy() -> Response:
        return Response("ok\n")

    server = make_server(app, make_listener("127.0.0.1", port))
    gc.collect()
    gc.freeze()  # the same favour that the program does itself
    gc.set_threshold(50_000, 20, 20)
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
