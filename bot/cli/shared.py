"""What the verbs share: settings read once, and a clear end when something is wrong."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar

import click
from pydantic import ValidationError

from bot.desk.faults import DeskInvalid
from bot.errors import Unavailable
from bot.settings import Settings

Result = TypeVar("Result")
WRONG_CONFIGURATION = 2


def settings() -> Settings:
    """The settings; a wrong environment ends the program with every fault, and no secret."""
    try:
        return Settings()
    except ValidationError as error:
        for each in error.errors(include_input=False, include_url=False):
            name = "PITBOSS_" + "__".join(str(part).upper() for part in each["loc"])
            click.echo(f"{name}: {each['msg']}", err=True)
        sys.exit(WRONG_CONFIGURATION)


def run_async(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a verb's work; what an operator can mend ends with a sentence instead of a traceback."""
    try:
        return asyncio.run(work)
    except DeskInvalid as error:
        fail_with_desk(error)
    except Unavailable as error:
        raise click.ClickException(error.why) from error
    except FileNotFoundError as error:
        raise click.ClickException(f"there is no {error.filename}; copy desk.example.yaml to begin") from error


def fail_with_desk(error: DeskInvalid) -> NoReturn:
    """Print every fault of desk.yaml, and end with exit code 2."""
    for each in error.errors:
        line = f"line {each.line}: " if each.line else ""
        click.echo(f"{line}{each.path}: {each.message}", err=True)
    sys.exit(WRONG_CONFIGURATION)
