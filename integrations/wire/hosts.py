"""Which hosts an integration may speak to: an allow list of names, so that no address in a payload leads elsewhere."""

from dataclasses import dataclass

from yarl import URL


@dataclass(frozen=True)
class Hosts:
    """`domains` are allowed with all under them, by https only; `origin` is one exact scheme, host and port."""

    domains: tuple[str, ...]
    origin: str

    def allows(self, address: str) -> bool:
        """Whether an address may be called, with what we would send there."""
        try:
            url = URL(address)
            own = URL(self.origin).origin()
            if url.is_absolute() and url.scheme in ("http", "https") and _bare(url) == own:
                return True
            host = (url.host or "").rstrip(".").lower()
            return (
                url.scheme == "https"
                and url.port == 443
                and url.user is None
                and any(host == domain or host.endswith(f".{domain}") for domain in self.domains)
            )
        except (ValueError, TypeError):
            return False


def _bare(url: URL) -> URL | None:
    return url.origin() if url.user is None and url.password is None else None
