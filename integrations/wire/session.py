"""The one HTTP session of an integration."""

import aiohttp

CONNECT_SECONDS = 5.0


def open_session(patience: float) -> aiohttp.ClientSession:
    """A session that gives a whole answer up after `patience` seconds and never keeps or sends cookies."""
    timeout = aiohttp.ClientTimeout(
        total=patience, connect=min(CONNECT_SECONDS, patience), sock_connect=min(CONNECT_SECONDS, patience)
    )
    return aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
