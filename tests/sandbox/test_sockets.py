"""Socket Mode: acknowledgements, retries, one of N, disconnects and cuts, with slack_sdk's own client."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

SCALE = 0.005


@pytest.fixture(scope="module")
def options() -> list[str]:
    """Retries after 0 s, 0.3 s and 1.5 s; half a second to acknowledge."""
    return ["--rate-limits", "off", "--time-scale", str(SCALE), "--ack-seconds", "0.5"]


class Listener:
    """A Socket Mode app that acknowledges what it is told to."""

    def __init__(self, hand: Any, acks: Callable[[int], bool] = lambda number: True) -> None:
        self.got: list[SocketModeRequest] = []
        self._acks = acks
        self.client = SocketModeClient("xapp-fake", web_client=hand.client(), ping_interval=0.2)
        self.client.socket_mode_request_listeners.append(self._hear)

    async def _hear(self, client: Any, request: SocketModeRequest) -> None:
        self.got.append(request)
        if self._acks(len(self.got)):
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    @property
    def texts(self) -> list[str]:
        """The texts of the messages that came."""
        return [request.payload["event"].get("text", "") for request in self.got]


@asynccontextmanager
async def listening(hand: Any, **options: Any) -> AsyncIterator[Listener]:
    """A connected listener."""
    listener = Listener(hand, **options)
    await listener.client.connect()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
    try:
        yield listener
    finally:
        await listener.client.close()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped


async def until(condition: Callable[[], bool], seconds: float = 4.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def connected(hand: Any, number: int) -> None:
    """Wait until so many sockets are open."""
    async with asyncio.timeout(4):
        while len((await hand.get("connections"))["connections"]) != number:
            await asyncio.sleep(0.01)


async def say(hand: Any, text: str = "hello", user: str = "U0ANA", channel: str = "C0DESK") -> str:
    """Somebody writes."""
    answer: str = (await hand.do("say", as_=user, channel=channel, text=text))["ts"]
    return answer


async def test_hello_tells_the_number_of_connections(hand: Any) -> None:
    """And the envelope has its documented fields; a ticket works once."""
    url = (await hand.client("xapp-fake").apps_connections_open(app_token="xapp-fake"))["url"]
    async with hand.session.ws_connect(url) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"] == {"app_id": "A0PIT"} and "host" in hello["debug_info"]
        await say(hand)
        envelope = await socket.receive_json()
        assert envelope["type"] == "events_api" and envelope["accepts_response_payload"] is False
        assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await hand.session.ws_connect(url)


async def test_an_event_has_its_wrapping(hand: Any) -> None:
    """team, app, authorizations, event id."""
    async with listening(hand) as app:
        await say(hand)
        await until(lambda: len(app.got) == 1)
    payload = app.got[0].payload
    assert (payload["type"], payload["team_id"], payload["api_app_id"]) == ("event_callback", "T0PIT", "A0PIT")
    assert payload["authorizations"][0]["user_id"] == "U0BOT" and payload["is_ext_shared_channel"] is False
    event = payload["event"]
    assert (event["channel_type"], event["user"], event["event_ts"]) == ("channel", "U0ANA", event["ts"])
    rows = await hand.client("xapp-fake").apps_event_authorizations_list(event_context=payload["event_context"])
    assert rows["authorizations"][0]["team_id"] == "T0PIT"


async def test_an_acknowledged_event_comes_once(hand: Any) -> None:
    """The ledger has how long it took."""
    async with listening(hand) as app:
        await say(hand)
        await asyncio.sleep(0.7)
        assert len(app.got) == 1
    assert (await hand.ledger("push", "message"))[0]["acked_ms"] < 400


async def test_an_unacknowledged_event_comes_again(hand: Any) -> None:
    """At once, after a minute and after five (scaled); then never."""
    async with listening(hand, acks=lambda number: False) as app:
        await say(hand)
        await until(lambda: len(app.got) == 4, 6)
    assert [(r.retry_attempt, r.retry_reason) for r in app.got] == [
        (0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")
    ]  # fmt: skip
    assert len({r.payload["event_id"] for r in app.got}) == 1 and len({r.envelope_id for r in app.got}) == 4


async def test_retries_end_with_an_acknowledgement(hand: Any) -> None:
    """The second delivery is taken."""
    async with listening(hand, acks=lambda number: number == 2) as app:
        await say(hand)
        await until(lambda: len(app.got) == 2)
        await asyncio.sleep(0.6)
        assert len(app.got) == 2


async def test_who_is_away_gets_it_on_return(hand: Any) -> None:
    """Without a connection the retries still run."""
    await say(hand, "while you were away")
    async with listening(hand) as app:
        await until(lambda: app.texts == ["while you were away"])
        assert app.got[0].retry_reason == "connection_failed"


async def test_a_new_floor_forgets_old_retries(hand: Any) -> None:
    """What an earlier test left unacknowledged does not come into the next one."""
    await say(hand, "of the old floor")
    await hand.do("reset")
    async with listening(hand) as app:
        await asyncio.sleep(0.5)
        assert app.got == []


async def test_commands_are_never_retried(hand: Any) -> None:
    """The person sees what went wrong."""
    async with listening(hand, acks=lambda number: False) as app:
        answer = await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", text="mine")
        assert (answer["delivered"], answer["error"]) == (False, "operation_timeout")
        await asyncio.sleep(0.5)
        assert len(app.got) == 1 and app.got[0].type == "slash_commands"
    answer = await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", text="mine")
    assert answer["error"] == "dispatch_failed"


async def test_one_of_n_gets_an_event(hand: Any) -> None:
    """Each event goes to one connection; all together get all."""
    async with listening(hand) as one, listening(hand) as two:
        for number in range(30):
            await say(hand, str(number))
        await until(lambda: len(one.got) + len(two.got) == 30)
        assert sorted(one.texts + two.texts, key=int) == [str(n) for n in range(30)]
        assert one.got and two.got


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled", "warning"])
async def test_after_a_disconnect_the_client_is_back(hand: Any, reason: str) -> None:
    """slack_sdk reconnects by itself and hears again."""
    async with listening(hand) as app:
        assert (await hand.do("disconnect", reason=reason))["connections"] == 1
        await asyncio.sleep(0.3)
        await connected(hand, 1)
        await say(hand, "still there?")
        await until(lambda: "still there?" in app.texts)


async def test_the_eleventh_connection_is_sent_away(hand: Any) -> None:
    """too_many_websockets, without a hello."""
    sockets = []
    for _ in range(11):
        url = (await hand.client("xapp-fake").apps_connections_open(app_token="xapp-fake"))["url"]
        sockets.append(await hand.session.ws_connect(url))
    firsts = [await socket.receive_json() for socket in sockets]
    assert [first["type"] for first in firsts] == ["hello"] * 10 + ["disconnect"]
    assert firsts[-1]["reason"] == "too_many_websockets"
    for socket in sockets:
        await socket.close()


async def test_a_cut_between_delivery_and_acknowledgement(expected_errors: None, hand: Any) -> None:
    """The event comes again on the new connection."""
    async with listening(hand) as app:
        await hand.do("faults", rules=[{"match": {"event": "message"}, "action": "cut", "times": 1}])
        await say(hand, "cut")
        await until(lambda: "cut" in app.texts and any(r.retry_attempt for r in app.got), 6)


async def test_sockets_can_be_cut(hand: Any) -> None:
    """Abruptly; the ledger shows what was then pushed through which socket."""
    url = (await hand.client("xapp-fake").apps_connections_open(app_token="xapp-fake"))["url"]
    async with hand.session.ws_connect(url) as socket:
        await socket.receive_json()
        await hand.do("cut_sockets")
        assert (await socket.receive()).type in {
            aiohttp.WSMsgType.CLOSED,
            aiohttp.WSMsgType.CLOSE,
            aiohttp.WSMsgType.ERROR,
        }


async def test_faults_of_events(hand: Any) -> None:
    """Dropped, doubled and reordered."""
    async with listening(hand) as app:
        rules = [
            {"match": {"event": "message", "text_has": "lost"}, "action": "drop"},
            {"match": {"event": "message", "text_has": "twice"}, "action": "double"},
            {"match": {"event": "message", "text_has": "late"}, "action": "reorder", "seconds": 2},
        ]
        await hand.do("faults", rules=rules)
        for text in ("lost", "twice", "late", "last"):
            await say(hand, text)
        await until(lambda: len(app.got) == 4)
        await asyncio.sleep(0.1)
        assert sorted(app.texts) == ["last", "late", "twice", "twice"]
        assert app.texts.index("late") > app.texts.index("last")
        assert [rule["hits"] for rule in (await hand.get("faults"))["rules"]] == [1, 1, 1]


async def test_subscriptions_and_membership(hand: Any) -> None:
    """The bot hears only channels that it is in."""
    async with listening(hand) as app:
        await say(hand, "elsewhere", "U0BEN", "C0OUT")
        await say(hand, "here", "U0BEN", "C0DESK")
        await until(lambda: len(app.got) == 1)
        await asyncio.sleep(0.1)
        assert app.texts == ["here"]


async def test_message_and_mention_for_one_post(hand: Any) -> None:
    """Same ts, other event id."""
    async with listening(hand) as app:
        await say(hand, "@pitboss help")
        await until(lambda: len(app.got) == 2)
    events = {r.payload["event"]["type"]: r.payload for r in app.got}
    assert set(events) == {"message", "app_mention"}
    assert events["message"]["event"]["ts"] == events["app_mention"]["event"]["ts"]
    assert events["message"]["event_id"] != events["app_mention"]["event_id"]


async def test_events_of_changes(hand: Any) -> None:
    """Edits, deletions, broadcasts, reactions and own posts."""
    bot = hand.client()
    async with listening(hand) as app:
        ts = await say(hand, "a")
        await hand.do("edit", as_="U0ANA", channel="C0DESK", ts=ts, text="b")
        await hand.do("react", as_="U0BEN", channel="C0DESK", ts=ts, emoji="ticket")
        await hand.do("react", as_="U0BEN", channel="C0DESK", ts=ts, emoji="ticket", remove=True)
        await hand.do("say", as_="U0BEN", channel="C0DESK", text="c", thread_ts=ts, broadcast=True)
        await bot.chat_postMessage(channel="C0DESK", text="mine", metadata={"event_type": "p", "event_payload": {}})
        alone = await say(hand, "gone")
        await hand.do("delete", as_="U0ANA", channel="C0DESK", ts=alone)
        await until(lambda: len(app.got) == 8)
    events = [r.payload["event"] for r in sorted(app.got, key=lambda r: float(r.payload["event"]["event_ts"]))]
    names = [e.get("subtype") or e["type"] for e in events]
    assert names == [
        "message", "message_changed", "reaction_added", "reaction_removed", "thread_broadcast", "message", "message",
        "message_deleted",
    ]  # fmt: skip
    changed, added, broadcast, own, deleted = events[1], events[2], events[4], events[5], events[7]
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("b", "a")
    assert changed["message"]["edited"]["user"] == "U0ANA"
    assert (added["reaction"], added["item"]["ts"], added["item_user"]) == ("ticket", ts, "U0ANA")
    assert broadcast["root"]["ts"] == ts
    assert (own["bot_id"], own["app_id"], own["metadata"]["event_type"]) == ("B0PIT", "A0PIT", "p")
    assert (deleted["deleted_ts"], deleted["previous_message"]["text"]) == (alone, "gone")


async def test_events_of_channels_and_people(hand: Any) -> None:
    """Joining, leaving, sharing, renaming, archiving, a new id; people; tokens."""
    async with listening(hand) as app:
        for step in (
            {"action": "join", "user": "U0FAR"}, {"action": "leave", "user": "U0FAR"},
            {"action": "rename", "user": "U0ANA", "name": "acme"}, {"action": "unshare", "team": "T0ACME"},
            {"action": "share", "team": "T0ACME"}, {"action": "archive", "user": "U0ANA"},
            {"action": "unarchive", "user": "U0ANA"}, {"action": "change_id", "new_id": "C0NEW"},
        ):  # fmt: skip
            await hand.do("channel", channel="acme" if step["action"] == "x" else "C0ACME", **step)
        await hand.do("user", action="add", id="U0NEW", name="new", team="T0PIT")
        await hand.do("user", action="change", user="U0BEN", real_name="Ben H.")
        await hand.do("app", action="rate_limited")
        await hand.do("app", action="revoke")
        await until(lambda: any(r.payload.get("event", {}).get("type") == "tokens_revoked" for r in app.got))
    names = {r.payload["event"]["type"] for r in app.got if "event" in r.payload}
    assert names >= {
        "member_joined_channel", "member_left_channel", "channel_rename", "channel_unshared", "channel_shared",
        "channel_archive", "channel_unarchive", "channel_id_changed", "team_join", "user_change", "tokens_revoked",
    }  # fmt: skip
    assert any(r.payload["type"] == "app_rate_limited" for r in app.got)


async def test_the_removed_bot_hears_nothing_more(hand: Any) -> None:
    """Kicked out: channel_left, then silence."""
    async with listening(hand) as app:
        await hand.do("channel", action="kick", channel="C0DESK", user="U0BOT", by="U0ANA")
        await say(hand, "are you there")
        await until(lambda: any(r.payload["event"]["type"] == "channel_left" for r in app.got))
        await asyncio.sleep(0.1)
        assert "are you there" not in app.texts
