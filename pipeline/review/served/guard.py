"""Who may ask the review: one browser on this machine, opened by whoever ran the command.

A loopback address alone is no safety: any page of the web can have a browser send requests to it, under its own name
(DNS rebinding) or across origins.  So the name in Host must be ours, a request that writes must come from our own page
(Origin), and every request must carry a cookie that only the address with the one-time token gives.
"""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_VIEWER = "'sha256-9xTiqzfwFaL2SGb1rmr8gysEwVVjIvqWAgmZgqFqpEE='"
"""The one rule that OpenSeadragon writes into the page, by its hash."""
POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {_VIEWER}; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Guard:
    """Lets through what comes from the page of this server in the browser that was given the token."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._cookie = f"booklet-{port}"  # cookies know no port: two reviews must not share one
        self._session = secrets.token_urlsafe(32)
        self.token: str | None = secrets.token_urlsafe(32)
        """What opens the review; once."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it in a sentence."""
        if scope["type"] != "http":  # no web sockets, no lifespan
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message["headers"], *told]
            await send(message)

        answer = self._refusal(scope) or self._opening(scope)
        if answer is None and not self._knows(scope):
            answer = _refused(
                "this review was opened elsewhere: open the address that the terminal names now."
            )
        await (answer or self._app)(scope, receive, sent)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host") not in self._hosts:
            return _refused("this is no name of the review.")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _refused("another page asked.")
        if scope["method"] not in ("GET", "HEAD") and headers.get("origin") != f"http://{headers['host']}":
            return _refused("another page asked.")
        return None

    def _opening(self, scope: Scope) -> Response | None:
        """Return what gives the cookie for the token, which is then spent."""
        told = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not told or self.token is None or not secrets.compare_digest(told.encode(), self.token.encode()):
            return None
        self.token = None
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(self._cookie, self._session, httponly=True, samesite="strict")
        return answer

    def _knows(self, scope: Scope) -> bool:
        try:
            cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        except CookieError:
            return False
        found = cookies.get(self._cookie)
        return found is not None and secrets.compare_digest(found.value.encode(), self._session.encode())


def _refused(sentence: str) -> Response:
    return PlainTextResponse(f"booklet: {sentence}\n", status_code=403)
