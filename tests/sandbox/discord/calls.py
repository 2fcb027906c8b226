"""Calls of the REST API with plain aiohttp, and the ids of the example floor."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[3]
GUILD, APP = "900000000000000001", "940000000000000001"
ANA, EVA, CARLA, RITA, LUZ = (f"9300000000000000{n:02}" for n in (1, 3, 6, 7, 10))
DESK, ACME, FORUM, INTEGRATIONS, LOBBY = (f"9200000000000000{n}" for n in (10, 11, 13, 20, 30))
INTEGRATIONS_ROLE, ANALYSTS_ROLE, ACME_ROLE = (f"9100000000000000{n:02}" for n in (4, 11, 1))
TOKEN = "discord-floor-pit"
THUMB = "%F0%9F%91%8D"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000030000000208060000009d74661a")


def floor(*permissions: str) -> dict[str, Any]:
    """The example floor; the bot has these permissions instead, if any are named."""
    read: dict[str, Any] = json.loads((ROOT / "sandbox/discord/example_floor.json").read_text(encoding="utf-8"))
    if permissions:
        read["discord"]["guilds"][0]["bots"][0]["permissions"] = list(permissions)
    return read


@dataclass
class Rest:
    """The bot's calls, and the control API as `hand`."""

    hand: Any
    token: str = TOKEN

    @property
    def base(self) -> str:
        """The address that takes the place of https://discord.com/api/v10."""
        return f"{self.hand.base}/discord/api/v10"

    async def raw(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any, Any]:
        """Status, body and headers."""
        headers = {"Authorization": f"Bot {self.token}"} if self.token else {}
        if body is not None:
            more["json"] = body
        async with self.hand.session.request(method, self.base + path, headers=headers, **more) as response:
            is_json = response.headers.get("Content-Type") == "application/json"
            return response.status, await response.json() if is_json else await response.text(), response.headers

    async def do(self, method: str, path: str, body: Any = None, status: int = 200, **more: Any) -> Any:
        """A call that must answer so; its body."""
        got, answer, _ = await self.raw(method, path, body, **more)
        assert got == status, answer
        return answer

    async def fails(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, int]:
        """A call that must not work; status and code."""
        status, answer, _ = await self.raw(method, path, body, **more)
        assert status >= 400, answer
        return status, answer["code"]

    async def wrong(self, method: str, path: str, body: Any, *field: str | int) -> str:
        """A call with a wrong field; the code at that place."""
        status, answer, _ = await self.raw(method, path, body)
        assert (status, answer["code"]) == (400, 50035), answer
        errors = answer["errors"]
        for name in field:
            errors = errors[str(name)]
        code: str = errors["_errors"][0]["code"]
        return code

    async def post(self, channel: str, content: str = "", **more: Any) -> Any:
        """Post a message that must be taken."""
        body = {"content": content, **more} if content else more
        return await self.do("POST", f"/channels/{channel}/messages", body)

    async def upload(self, channel: str, payload: dict[str, Any], *files: tuple[str, bytes], status: int = 200) -> Any:
        """Post files as multipart."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("payload_json", json.dumps(payload), content_type="application/json")
        for number, (name, content) in enumerate(files):
            file = io.BytesIO(content)
            form.add_field(f"files[{number}]", file, filename=name, content_type="application/octet-stream")
        return await self.do("POST", f"/channels/{channel}/messages", status=status, data=form)

    async def calls(self, name: str = "") -> list[dict[str, Any]]:
        """The ledger's calls of a route."""
        rows: list[dict[str, Any]] = await self.hand.ledger("call", name)
        return rows
