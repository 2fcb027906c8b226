"""`python -m bot.cli.bench.bare`: a durable job as bare as it can be: verified, inserted, acknowledged, one API call.

Under the same load as the bot; its figures are the floor on which the bot's stand.
"""

import asyncio
import contextlib
import json

import asyncpg
import click
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from integrations.slack.signatures import genuine
from integrations.slack.web import Web

TABLE = "CREATE TABLE jobs (id bigserial PRIMARY KEY, body text NOT NULL, done boolean NOT NULL DEFAULT false)"
ADD = "INSERT INTO jobs (body) VALUES ($1)"
TAKE = "SELECT id, body FROM jobs WHERE NOT done ORDER BY id LIMIT 32"
DONE = "UPDATE jobs SET done = true WHERE id = $1"
AT_ONCE = 16
PATIENCE = 15.0


class Bare:
    """Its one table, its one worker."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", web: Web, secret: str, keeps: bool) -> None:
        self._pool, self._web, self._secret, self._keeps = pool, web, secret, keeps
        self._clock, self._told = Clock(), asyncio.Event()

    async def serve(self, request: Request) -> Response:
        """Verify, keep, acknowledge."""
        raw, given = await request.body(), request.headers
        stamp, signature = given.get("x-slack-request-timestamp"), given.get("x-slack-signature")
        if not genuine(self._secret, stamp, signature, raw, self._clock.wall()):
            return Response("", 401)
        if self._keeps:
            await self._pool.execute(ADD, raw.decode())
            self._told.set()
        return Response("", 200)

    async def work(self) -> None:
        """Call the API for each job, and mark it done, until cancelled."""
        while True:
            self._told.clear()
            rows = await self._pool.fetch(TAKE)
            busy = asyncio.Semaphore(AT_ONCE)
            await asyncio.gather(*(self._do(row, busy) for row in rows))
            if not rows:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._told.wait(), 1.0)

    async def _do(self, row: asyncpg.Record, busy: asyncio.Semaphore) -> None:
        event = json.loads(row["body"])["event"]
        async with busy:
            await self._web.call("chat.postMessage", channel=event["channel"], thread_ts=event["ts"], text="#1")
        await self._pool.execute(DONE, row["id"])


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--database", required=True)
@click.option("--api", required=True)
@click.option("--secret", required=True)
@click.option("--keeps/--forgets", default=True)
def bare(port: int, database: str, api: str, secret: str, keeps: bool) -> None:
    """Serve until SIGTERM."""
    asyncio.run(_serve(port, database, api, secret, keeps))


async def _serve(port: int, database: str, api: str, secret: str, keeps: bool) -> None:
    async with asyncpg.create_pool(database, min_size=4, max_size=16) as pool:
        program = Bare(pool, Web("", api, PATIENCE), secret, keeps)

        async def ready(_: Request) -> Response:
            return JSONResponse({"ready": True})

        routes = [Route("/slack/pit", program.serve, methods=["POST"]), Route("/readyz", ready)]
        config = uvicorn.Config(
            Starlette(routes=routes), host="127.0.0.1", port=port, log_config=None, access_log=False
        )
        working = asyncio.create_task(program.work())
        await uvicorn.Server(config).serve()
        working.cancel()


if __name__ == "__main__":
    bare()
