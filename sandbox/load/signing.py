"""What Slack would send: signed events and commands, as raw requests."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

from sandbox.load.floor import Floor, user_of, words_of


class Signer:
    """Makes raw requests to the bot's address."""

    def __init__(self, floor: Floor, host: str) -> None:
        self._floor = floor
        self._host = host
        grant = {"enterprise_id": None, "team_id": floor.team, "user_id": floor.bot, "is_bot": True}
        self._authorizations = [grant | {"is_enterprise_install": False}]

    def report(self, number: int, ts: str) -> bytes:
        """The event of report `number`."""
        user = number % self._floor.users
        channel, team = self._floor.channels[user % len(self._floor.channels)]
        event = {"type": "message", "user": user_of(user), "text": words_of(number), "ts": ts, "channel": channel}
        event |= {"event_ts": ts, "channel_type": "channel", "team": team, "user_team": team, "source_team": team}
        body = {
            "token": "",
            "team_id": self._floor.team,
            "context_team_id": self._floor.team,
            "api_app_id": self._floor.app,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{number:010d}",
            "event_time": int(time.time()),
            "authorizations": self._authorizations,
            "is_ext_shared_channel": True,
        }
        return self._signed(json.dumps(body).encode(), "application/json")

    def command(self, words: str, trigger: str, response_url: str) -> bytes:
        """A slash command that somebody at the desk types."""
        fields = {
            "team_id": self._floor.team,
            "channel_id": sorted(self._floor.desks)[0],
            "channel_name": "desk",
            "user_id": self._floor.staff,
            "command": "/pit",
            "text": words,
            "api_app_id": self._floor.app,
            "trigger_id": trigger,
            "response_url": response_url,
        }
        return self._signed(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def _signed(self, body: bytes, content_type: str) -> bytes:
        stamp = str(int(time.time()))
        key = hmac.new(self._floor.secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        lines = (
            f"POST {self._floor.path} HTTP/1.1",
            f"Host: {self._host}",
            f"Content-Type: {content_type}",
            f"X-Slack-Request-Timestamp: {stamp}",
            f"X-Slack-Signature: v0={key}",
            f"Content-Length: {len(body)}",
        )
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
