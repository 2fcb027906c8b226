"""The chat API: answers after so many milliseconds, refuses what comes faster than one post a second if told so."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from sandbox.clock import Stamps
from sandbox.load.floor import Floor
from sandbox.load.http import Message, Respond, response
from sandbox.load.ledger import Ledger
from sandbox.slack.rates import Rates, Tier

PREFIX = "/api/"
_LIMITED = response(b'{"ok":false,"error":"ratelimited"}', "429 Too Many Requests", "Retry-After: 1\r\n")
Fields = Mapping[str, str]


def _fields_of(body: str) -> dict[str, str]:
    """The arguments of a call, which Slack takes as a form or as JSON: structures as JSON."""
    if not body.startswith("{"):
        return dict(parse_qsl(body, keep_blank_values=True))
    given = json.loads(body).items()
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given}


class Api:
    """The methods that the bot needs for reports and commands; what it does not know is `unknown_method`."""

    def __init__(self, floor: Floor, ledger: Ledger) -> None:
        self._floor = floor
        self._ledger = ledger
        self._stamps = Stamps()
        self._rates = Rates()
        self.delay = 0.0
        self.paced = False
        self._methods: dict[str, Callable[[Fields], dict[str, Any]]] = {
            "chat.postMessage": self._post,
            "chat.update": self._edit,
            "chat.getPermalink": self._permalink,
            "users.info": self._user,
            "auth.test": lambda _: {
                "url": "https://bench.example/",
                "team_id": floor.team,
                "user_id": floor.bot,
                "bot_id": "B0BENCH",
            },
            "usergroups.users.list": lambda _: {"users": [floor.staff]},
            "conversations.history": lambda _: {"messages": []},
            "conversations.replies": lambda _: {"messages": []},
            "reactions.add": lambda _: {},
        }

    def answer(self, message: Message, respond: Respond) -> None:
        """Answer a call, now or when the delay is over."""
        raw = self._answer_of(message)
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, respond, raw)
        else:
            respond(raw)

    def _answer_of(self, message: Message) -> bytes:
        name = message.path.removeprefix(PREFIX)
        fields = _fields_of(message.body.decode())
        self._ledger.calls[name] += 1
        if name == "chat.postMessage" and self._is_too_fast(fields.get("channel", "")):
            self._ledger.limited += 1
            return _LIMITED
        method = self._methods.get(name)
        told = {"ok": True, **method(fields)} if method else {"ok": False, "error": "unknown_method"}
        return response(json.dumps(told).encode())

    def _is_too_fast(self, channel: str) -> bool:
        return self.paced and self._rates.wait(Tier.POSTING, "", "", channel) > 0

    def _post(self, fields: Fields) -> dict[str, Any]:
        ts = self._stamps.next()
        self._ledger.posted(fields)
        return {"channel": fields.get("channel"), "ts": ts, "message": {"ts": ts, "text": fields.get("text")}}

    def _edit(self, fields: Fields) -> dict[str, Any]:
        self._ledger.edited(fields)
        return {"channel": fields.get("channel"), "ts": fields.get("ts")}

    def _permalink(self, fields: Fields) -> dict[str, Any]:
        channel, ts = fields.get("channel", ""), fields.get("message_ts", "")
        return {"channel": channel, "permalink": f"https://bench.slack.com/archives/{channel}/p{ts.replace('.', '')}"}

    def _user(self, fields: Fields) -> dict[str, Any]:
        user = fields.get("user", "")
        team = self._floor.team
        if user.startswith("U0R"):
            team = self._floor.channels[int(user[3:]) % len(self._floor.channels)][1]
        profile = {"display_name": f"Reporter {user}", "real_name": f"Reporter {user}"}
        about = {"id": user, "team_id": team, "name": user.lower(), "profile": profile, "locale": "en-US", "tz": "UTC"}
        return {"user": about | {"is_bot": False, "deleted": False}}
