"""A proxy for JupyterHub within its own process: what the hub's own does for plain requests, without Node."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from jupyterhub.proxy import Proxy
from tornado import web
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer

SECONDS = 120
NOT_PASSED_ON = ("transfer-encoding", "content-length", "content-encoding", "connection")


class Forward(web.RequestHandler):
    """Passes a request on to whoever its path belongs to."""

    SUPPORTED_METHODS = ("GET", "HEAD", "POST", "DELETE", "PATCH", "PUT", "OPTIONS")

    def initialize(self, routes: dict[str, dict[str, Any]]) -> None:
        self.routes = routes

    def check_xsrf_cookie(self) -> None:
        """Leave that to whoever answers."""

    async def forward(self) -> None:
        path = self.request.path
        spec = max((each for each in self.routes if f"{path}/".startswith(each)), key=len)
        answer = await AsyncHTTPClient().fetch(
            HTTPRequest(
                self.routes[spec]["target"].rstrip("/") + str(self.request.uri),
                method=self.request.method or "GET",
                headers=self.request.headers,
                body=self.request.body or None,
                follow_redirects=False,
                allow_nonstandard_methods=True,
                request_timeout=SECONDS,
            ),
            raise_error=False,
        )
        self.set_status(answer.code)
        self._headers.clear()
        for name, value in answer.headers.get_all():
            if name.lower() not in NOT_PASSED_ON:
                self.add_header(name, value)
        if answer.body and answer.code not in (204, 304):
            self.write(answer.body)

    get = head = post = delete = patch = put = options = forward


class InProcess(Proxy):  # type: ignore[misc]
    """Keeps the routes in a dictionary."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._routes: dict[str, dict[str, Any]] = {}
        self._server: HTTPServer | None = None

    async def start(self) -> None:
        address = urlsplit(self.public_url)
        application = web.Application([(".*", Forward, {"routes": self._routes})])
        self._server = application.listen(address.port or 80, address.hostname or "127.0.0.1")

    async def stop(self) -> None:
        if self._server:
            self._server.stop()

    async def add_route(self, routespec: str, target: str, data: dict[str, Any]) -> None:
        self._routes[routespec] = {"routespec": routespec, "target": target, "data": data}

    async def delete_route(self, routespec: str) -> None:
        self._routes.pop(routespec, None)

    async def get_all_routes(self) -> dict[str, dict[str, Any]]:
        return dict(self._routes)
