"""The server of a review: its addresses, and how long it lives.

Comes in: a ``Session``.  Goes out: a page on 127.0.0.1 that this machine's browser alone may open (``guard``).  Answers
are made one after the other, in one thread: what they need is in memory, and a process is begun safely only there.
"""

from __future__ import annotations

import json
import mimetypes
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from importlib.resources import files
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.core.errors import UserError
from pipeline.core.templates import environment
from pipeline.core.texts import LANGUAGES, said
from pipeline.review.served.guard import Guard
from pipeline.review.served.session import Session

_OWN = "pipeline.review.served"
_FILES = {
    **dict.fromkeys(("review.css", "review.js", "viewer.js", "sheet.css", "openseadragon.min.js"), _OWN),
    "colours.css": "pipeline.report",
}
"""What the page loads, and the package in which it lies."""
_LARGEST = 1 << 20
"""Bytes of what a page sends."""

Answer = Callable[[Request], Awaitable[Response]]


def app(session: Session) -> Starlette:
    """Return the addresses of a review."""
    routes = [
        Route("/", _html("review.html", lambda request: {})),
        Route("/sheet", _html("sheet.html", partial(_sheet, session))),
        Route("/words", _get(lambda request: session.words())),
        Route("/state", _get(lambda request: session.state())),
        Route("/summary", _get(lambda request: session.summary())),
        Route("/card/{key}", _get(partial(_card, session))),
        Route(
            "/values", _get(lambda request: session.views.values(request.query_params.get("programme", "")))
        ),
        Route("/page/{which}/{number:int}.png", partial(_picture, session)),
        *(Route(f"/{name}", partial(_file, name, package)) for name, package in _FILES.items()),
    ]
    posts: dict[str, Callable[[Mapping[str, Any]], Any]] = {
        "verdict": session.verdict,
        "correct": session.correct,
        "withdraw": session.withdraw,
        "match": session.match,
    }
    routes += [Route(f"/{name}", _post(work), methods=["POST"]) for name, work in posts.items()]

    async def report() -> None:
        with suppress(UserError):  # whoever ends the review is told
            session.report()

    routes.append(Route("/sign", _post(session.sign, report), methods=["POST"]))
    return Starlette(routes=routes)


def _card(session: Session, request: Request) -> dict[str, Any]:
    return session.card(request.path_params["key"], placed="words" not in request.query_params)


def _get(work: Callable[[Request], Any]) -> Answer:
    async def answer(request: Request) -> Response:
        return _told(partial(work, request))

    return answer


def _post(
    work: Callable[[Mapping[str, Any]], Any], afterwards: Callable[[], Awaitable[None]] | None = None
) -> Answer:
    async def answer(request: Request) -> Response:
        content = bytearray()
        async for piece in request.stream():
            content += piece
            if len(content) > _LARGEST:
                return _refusal("too much was sent.", 413)
        try:
            told = json.loads(content)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            return _refusal("what was sent is no object.", 400)
        answered = _told(partial(work, told))
        if afterwards and answered.status_code == 200:
            answered.background = BackgroundTask(afterwards)
        return answered

    return answer


def _told(work: Callable[[], Any]) -> Response:
    """Return what a piece of work gives, or the sentence that says why not."""
    try:
        return JSONResponse(work(), headers={"cache-control": "no-store"})
    except UserError as error:
        return _refusal(str(error), 409)


def _refusal(sentence: str, status: int) -> Response:
    """Return a sentence in both languages: the page knows which one is read."""
    return JSONResponse({"error": sentence, "zh": said(sentence, "zh_TW")}, status_code=status)


async def _picture(session: Session, request: Request) -> Response:
    try:
        drawn = session.picture(request.path_params["which"], request.path_params["number"])
    except UserError as error:
        return _refusal(str(error), 409)
    if drawn is None:
        return Response(status_code=404)
    return Response(drawn, media_type="image/png", headers={"cache-control": "private, max-age=3600"})


async def _file(name: str, package: str, request: Request) -> Response:
    kind, _ = mimetypes.guess_type(name)
    content = (files(package) / name).read_text("utf-8")
    return Response(content, media_type=kind, headers={"cache-control": "no-cache"})


def _html(name: str, view: Callable[[Request], dict[str, Any]]) -> Answer:
    template = environment(_OWN, [name]).get_template(name)

    async def answer(request: Request) -> Response:
        try:
            content = template.render(**view(request))
        except UserError as error:
            return Response(str(error), status_code=409, media_type="text/plain")
        return Response(content, media_type="text/html", headers={"cache-control": "no-store"})

    return answer


def _sheet(session: Session, request: Request) -> dict[str, Any]:
    """Return what stands on the sheet that is printed and signed."""
    language = request.query_params.get("lang", "zh_TW")
    key = "zh" if language == "zh_TW" else "en"
    words = session.words()[language if language in LANGUAGES else "zh_TW"]
    verdicts = session.desk.review.verdicts()
    rows = [
        {
            **session.card(card.key),
            "who": verdicts[card.key].who if card.key in verdicts else "",
            "said": words[f"verdict_{verdicts[card.key].verdict}"]
            if card.key in verdicts
            else words["undecided"],
        }
        for card in session.desk.cards
    ]
    return {
        "s": session.summary(),
        "state": session.state(),
        "rows": rows,
        "w": words,
        "k": key,
    }


def serve(session: Session, port: int, opened: Callable[[str], None]) -> None:
    """Serve a review until it is interrupted.

    Args:
        session: the review.
        port: of 127.0.0.1; 0 for a free one.
        opened: is told the address, which opens the review once.

    Raises:
        UserError: the port is taken.
    """
    listening = socket.socket()
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        raise UserError(
            f"port {port} cannot be used ({error.strerror}): name another with --port."
        ) from error
    port = listening.getsockname()[1]
    guard = Guard(app(session), port)
    config = uvicorn.Config(
        guard, log_level="warning", lifespan="off", ws="none", server_header=False, access_log=False
    )
    server = uvicorn.Server(config)
    listening.listen()  # so that the browser finds somebody
    opened(f"http://127.0.0.1:{port}/?token={guard.token}")
    session.warm()
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
