"""Rate limits by REST: buckets and their headers, the global limit, and the ban for invalid requests."""

import asyncio

import pytest

from tests.sandbox.discord.calls import ACME, DESK, GUILD, Rest


@pytest.fixture(scope="module")
def options() -> list[str]:
    """With rate limits, and a ban that is easy to get."""
    return ["--rate-limits", "on", "--discord-invalid-max", "8"]


async def test_a_bucket_runs_dry(rest: Rest) -> None:
    """Five posts in five seconds per channel; headers say so; another channel has its own bucket."""
    url = f"/channels/{ACME}/messages"
    answers = [await rest.raw("POST", url, {"content": "x"}) for _ in range(6)]
    assert [status for status, _, _ in answers] == [200] * 5 + [429]
    assert [headers["X-RateLimit-Remaining"] for _, _, headers in answers] == ["4", "3", "2", "1", "0", "0"]
    _, body, headers = answers[-1]
    assert body["global"] is False and 0 < body["retry_after"] <= 5 and "code" not in body
    assert headers["Via"] == "1.1 google" and headers["X-RateLimit-Scope"] == "user"
    assert 0 < float(headers["X-RateLimit-Reset-After"]) <= 5 and "." in headers["X-RateLimit-Reset"]
    assert int(headers["Retry-After"]) >= 1
    status, _, other = await rest.raw("POST", f"/channels/{DESK}/messages", {"content": "x"})
    assert status == 200 and other["X-RateLimit-Bucket"] == headers["X-RateLimit-Bucket"]


async def test_the_global_limit(rest: Rest) -> None:
    """Fifty calls a second over all routes."""
    calls = [rest.raw("GET", f"/guilds/{GUILD}/roles") for _ in range(30)]
    calls += [rest.raw("GET", "/users/@me") for _ in range(21)]
    answers = await asyncio.gather(*calls)
    refused = [(body, headers) for status, body, headers in answers if status == 429]
    assert len(refused) == 1 and refused[0][0]["global"] is True
    assert refused[0][1]["X-RateLimit-Global"] == "true" and refused[0][1]["X-RateLimit-Scope"] == "global"


async def test_invalid_requests_ban(rest: Rest) -> None:
    """After so many 401, 403 and 429 the address gets Cloudflare's answer, without Via and without JSON."""
    rest.token = "wrong"
    for _ in range(8):
        assert (await rest.raw("GET", "/users/@me"))[0] == 401
    rest.token = "discord-floor-pit"
    status, body, headers = await rest.raw("GET", "/users/@me")
    assert (status, body) == (429, "error code: 1015") and "Via" not in headers and int(headers["Retry-After"]) > 500
