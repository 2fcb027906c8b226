"""The command line, in English: one file a verb, loaded when it is called."""

from importlib import import_module

import click

VERBS = {
    "run": "run",
    "demo": "demo",
    "migrate": "migrate",
    "check": "check",
    "manifest": "manifest",
    "dead-letters": "dead_letters",
    "backup": "keep",
    "restore": "keep",
    "bench": "bench",
    "erase": "erase",
    "on-duty": "on_duty",
}
"""Each verb and its file."""


class _Verbs(click.Group):
    """A verb loads only what it needs: the bot starts without the bench, the demo and Alembic."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        found = getattr(import_module(f"bot.cli.{VERBS[cmd_name]}"), cmd_name.replace("-", "_"))
        return found if isinstance(found, click.Command) else None


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Pitboss: incident coordination on chat."""
