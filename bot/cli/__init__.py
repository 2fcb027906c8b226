"""The command line, in English: one file a verb."""

import click

from bot.cli.bench import bench
from bot.cli.check import check
from bot.cli.dead_letters import dead_letters
from bot.cli.demo import demo
from bot.cli.erase import erase
from bot.cli.keep import backup, restore
from bot.cli.manifest import manifest
from bot.cli.migrate import migrate
from bot.cli.run import run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Pitboss: incident coordination on chat."""


for verb in (run, demo, migrate, check, manifest, dead_letters, backup, restore, bench, erase):
    main.add_command(verb)
