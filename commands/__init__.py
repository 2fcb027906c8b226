"""What people can do: one file, one command, written once for every platform; COMMANDS lists them all."""

from bot.calls import Command
from commands.ack import ack
from commands.adopt import adopt
from commands.again import again
from commands.agree import agree
from commands.arrived import arrived
from commands.assign import assign
from commands.away import away
from commands.back import back
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
from commands.look import look
from commands.merge import merge
from commands.mine import mine
from commands.need import need
from commands.note import note
from commands.on_duty import on_duty
from commands.open import open_
from commands.panel import panel
from commands.parent import parent
from commands.pass_on import pass_on
from commands.pause import pause
from commands.ping import ping
from commands.priority import priority
from commands.release import release
from commands.reopen import reopen
from commands.resend import resend
from commands.resolve import resolve
from commands.route import route
from commands.rules import rules
from commands.send import send
from commands.show import show
from commands.sla import sla
from commands.split import split
from commands.status import status
from commands.take import take
from commands.take_over import take_over
from commands.type import type_
from commands.unmask import unmask
from commands.unpause import unpause
from commands.update import update
from commands.wait import wait
from commands.watch import watch
from commands.who import who
from commands.why import why

COMMANDS: tuple[Command, ...] = (
    open_,
    take,
    release,
    assign,
    look,
    need,
    fill,
    priority,
    category,
    type_,
    route,
    why,
    watch,
    escalate,
    ack,
    decline,
    pass_on,
    update,
    send,
    wait,
    pause,
    unpause,
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
    parent,
    who,
    on_duty,
    away,
    back,
    sla,
    rules,
    show,
    unmask,
    bind,
    panel,
    form,
    adopt,
    again,
    ignore,
    resend,
    arrived,
    agree,
    take_over,
    ping,
    help_,
)
