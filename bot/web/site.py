"""The site: `/healthz` says that we live, `/readyz` which part is not ready, `/metrics` the figures."""

from collections.abc import Awaitable, Callable, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

Readiness = Callable[[], Awaitable[dict[str, str]]]


def site(routes: Sequence[BaseRoute], readiness: Readiness) -> Starlette:
    """The web application with the integrations' routes."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        missing = await readiness()
        return JSONResponse({"ready": not missing, "not_ready": missing}, 503 if missing else 200)

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    own = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    return Starlette(routes=[*own, *routes])
