"""What people can do: one file, one command, written once for every platform; COMMANDS lists them all."""

from bot.calls import Command
from commands.ack import ack
from commands.adopt import adopt
from commands.again import again
from commands.arrived import arrived
from commands.assign import assign
from commands.backlog import backlog
from commands.bind import bind
from commands.category import category
from commands.close import close
from commands.confirm import confirm
from commands.decline import decline
from commands.dismiss import dismiss
from commands.escalate import escalate
from commands.fill import fill
from commands.find import find
from commands.form import form
from commands.help import help_
from commands.ignore import ignore
from commands.link import link
from commands.merge import merge
from commands.mine import mine
from commands.need import need
from commands.note import note
from commands.open import open_
from commands.panel import panel
from commands.pass_on import pass_on
from commands.priority import priority
from commands.release import release
from commands.reopen import reopen
from commands.resend import resend
from commands.resolve import resolve
from commands.send import send
from commands.show import show
from commands.sla import sla
from commands.split import split
from commands.status import status
from commands.take import take
from commands.update import update
from commands.wait import wait
from commands.who import who

COMMANDS: tuple[Command, ...] = (
    open_,
    take,
    release,
    assign,
    need,
    fill,
    priority,
    category,
    escalate,
    ack,
    decline,
    pass_on,
    update,
    send,
    wait,
    resolve,
    reopen,
    confirm,
    close,
    dismiss,
    note,
    status,
    mine,
    backlog,
    find,
    merge,
    split,
    link,
    who,
    sla,
    show,
    bind,
    panel,
    form,
    adopt,
    again,
    ignore,
    resend,
    arrived,
    help_,
)
