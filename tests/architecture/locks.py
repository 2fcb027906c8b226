"""The locks and pyproject.toml say the same; asked without a network.

`python -m tests.architecture.locks` prints what is out of step, and ends with 1 when anything is.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;[^\\]*)?")
ADDRESS = re.compile(r"https?://|file://|--(?:index-url|extra-index-url|find-links|trusted-host)|\s@\s")
US = "pitboss (pyproject.toml)"


@dataclass
class Pin:
    """One pinned package of a lock: its versions (by marker), how many hashes, and who wants it."""

    versions: list[Version] = field(default_factory=list)
    hashes: int = 0
    wanted_by: set[str] = field(default_factory=set)


def pins(text: str) -> dict[str, Pin]:
    """Every pin of a lock, by its canonical name."""
    found: dict[str, Pin] = {}
    current = Pin()
    for line in text.splitlines():
        if match := PIN.match(line):
            current = found.setdefault(canonicalize_name(match["name"]), Pin())
            current.versions.append(Version(match["version"]))
        elif line.strip().startswith("--hash=sha256:"):
            current.hashes += 1
        elif line.strip().startswith("#"):
            current.wanted_by.add(line.strip().removeprefix("#").strip().removeprefix("via").strip())
    return found


def wanted(project: dict[str, object], extras: tuple[str, ...]) -> dict[str, Requirement]:
    """What pyproject.toml asks for, by canonical name."""
    table = project["project"]
    assert isinstance(table, dict)
    lines = [*table["dependencies"], *(line for extra in extras for line in table["optional-dependencies"][extra])]
    return {canonicalize_name(each.name): each for each in map(Requirement, lines)}


def faults(lock: str, asked: dict[str, Requirement]) -> Iterator[str]:
    """Where a lock does not give what is asked, or gives what nobody asked for."""
    found = pins(lock)
    for name, requirement in asked.items():
        if name not in found:
            yield f"{requirement} is not pinned"
        elif wrong := [each for each in found[name].versions if not requirement.specifier.contains(each, True)]:
            yield f"{requirement} does not allow {wrong[0]}"
        elif not _by_us(found[name]):
            yield f"{name} is pinned for others only"
    for name, pin in found.items():
        if _by_us(pin) and name not in asked:
            yield f"{name} is pinned and no longer asked for"
        if pin.hashes < len(pin.versions):
            yield f"{name} has no hash"
        if not pin.wanted_by - {""}:
            yield f"{name} is pinned and nobody wants it"
    yield from (f"an address: {line.strip()}" for line in lock.splitlines() if ADDRESS.search(line))


def _by_us(pin: Pin) -> bool:
    return any(each.startswith("pitboss") for each in pin.wanted_by)


def out_of_step(root: Path = ROOT) -> tuple[str, ...]:
    """Everything that is out of step in both locks, and pins that differ between them."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[str] = []
    locks = {}
    for name, extras in (("base", ()), ("dev", ("dev",))):
        locks[name] = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        found += [f"requirements/{name}.txt: {fault}" for fault in faults(locks[name], wanted(project, extras))]
    base, dev = pins(locks["base"]), pins(locks["dev"])
    differing = [name for name, pin in base.items() if name not in dev or dev[name].versions != pin.versions]
    return (*found, *(f"{name} differs between base.txt and dev.txt" for name in differing))


if __name__ == "__main__":
    wrong = out_of_step()
    print("\n".join(wrong) or "the locks are in step")
    sys.exit(1 if wrong else 0)
