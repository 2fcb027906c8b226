"""blocks.validate."""

from sandbox.kinds import Json
from sandbox.slack.call import Call
from sandbox.slack.errors import ApiError, invalid_arguments
from sandbox.slack.kit.check import check_message_blocks, check_view
from sandbox.slack.kit.rules import Problem


async def validate(call: Call) -> Json:
    """Check blocks, a message or a view without sending anything."""
    given = [name for name in ("blocks", "message", "view") if call.args.get(name) not in (None, "")]
    if len(given) != 1:
        raise invalid_arguments("provide exactly one of blocks, view, or message")
    value = call.json(given[0])
    if given[0] == "view":
        problems = check_view(value) if isinstance(value, dict) else [Problem("must be an object", "")]
    else:
        rows = value.get("blocks", []) if given[0] == "message" and isinstance(value, dict) else value
        problems = check_message_blocks(rows) if isinstance(rows, list) else [Problem("must be an array", "")]
    if problems:
        raise ApiError(f"invalid_{given[0]}", errors=[_row(problem, given[0]) for problem in problems])
    return {}


def _row(problem: Problem, given: str) -> Json:
    prefix = "/view" if given == "view" else "/blocks"
    pointer = problem.pointer.removeprefix(prefix) if given != "message" else problem.pointer
    return {"pointer": pointer, "code": "failed_constraint", "message": problem.message}
