"""What failed once, alone and once more: `python -m tests.again FILE` runs what `pytest --failed-to FILE` wrote down.

A test that fails among others and passes alone is flaky, which is a fault of ours; it is printed as one. It does not
throw away a delivery, as a lost race for two cores on a busy machine did. More than `MOST` at once are no accident.
"""

import subprocess
import sys
from pathlib import Path

import pytest

MOST = 3


class Failures:
    """Writes the names of the tests that failed, one a line, as they fail."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.unlink(missing_ok=True)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One phase of one test is over, here or in a worker."""
        if report.failed:
            with self.path.open("a") as file:
                file.write(f"{report.nodeid}\n")


def main(path: Path, *options: str) -> int:
    """0 when each of the few that failed passes alone, with the same options; else what pytest says, or 1."""
    failed = sorted(set(path.read_text().splitlines())) if path.exists() else []
    if not 0 < len(failed) <= MOST:
        print(f"{len(failed)} tests failed by name: not run again")
        return 1
    outcome = subprocess.run([sys.executable, "-m", "pytest", *options, *failed], check=False).returncode
    if not outcome:
        print("FLAKY, to be mended: red among others, green alone:", *failed, sep="\n  ")
    return outcome


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
