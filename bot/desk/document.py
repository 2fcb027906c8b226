"""The whole of desk.yaml, and the sentences in which its faults are told."""

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from bot.desk.calendars import CalendarModel
from bot.desk.categories import AskModel, CategoryModel, FieldModel
from bot.desk.clients import ClientModel
from bot.desk.duplicates import DuplicatesModel
from bot.desk.faults import DeskError, Path, did_you_mean, spell
from bot.desk.ladders import LadderModel
from bot.desk.people import GrantModel, ListedRole, PersonModel
from bot.desk.policies import PolicyModel
from bot.desk.providers import ProviderModel
from bot.desk.routing import RaisingModel, RoutingRuleModel
from bot.desk.section import Context, Section
from bot.desk.teams import DeskModel, TeamModel
from bot.desk.timetable import ClosingModel, ColleaguesModel, DigestsModel, IntakeModel, RetentionModel
from bot.desk.unmasking import UnmaskingModel
from bot.desk.values import CategoryRef, Key, Name, PlatformId, Speaks, TeamRef, WorkspaceName, Zone, kind


class Document(Section):
    """Every section of desk.yaml."""

    name: Name
    zone: Zone
    language: Speaks
    workspaces: Annotated[dict[WorkspaceName, PlatformId], Field(min_length=1)]
    tiers: Annotated[list[Key], Field(min_length=1)]
    desk: DeskModel
    clients: dict[Key, ClientModel]
    teams: Annotated[dict[Key, TeamModel], Field(min_length=1)]
    people: dict[Key, PersonModel] = Field(default_factory=dict)
    roles: dict[ListedRole, GrantModel] = Field(default_factory=dict)
    providers: dict[Key, ProviderModel] = Field(default_factory=dict)
    fields: dict[Key, FieldModel] = Field(default_factory=dict)
    always: AskModel = AskModel()
    categories: Annotated[dict[Key, CategoryModel], Field(min_length=1)]
    routing: dict[CategoryRef, Annotated[list[TeamRef], Field(min_length=1)]]
    routing_rules: list[RoutingRuleModel] = Field(default_factory=list)
    raising: RaisingModel = RaisingModel()
    calendars: Annotated[dict[Key, CalendarModel], Field(min_length=1)]
    policies: Annotated[list[PolicyModel], Field(min_length=1)]
    ladders: Annotated[dict[Key, LadderModel], Field(min_length=1)]
    digests: DigestsModel = DigestsModel()
    intake: IntakeModel = IntakeModel()
    closing: ClosingModel = ClosingModel()
    retention: RetentionModel = RetentionModel()
    colleagues: ColleaguesModel = ColleaguesModel()
    duplicates: DuplicatesModel = DuplicatesModel()
    unmasking: UnmaskingModel = UnmaskingModel()


SENTENCES = {
    "missing": "This is required.",
    "string_type": "Expected text, not {kind}.",
    "bool_type": "Expected true or false, not {kind}.",
    "int_type": "Expected a whole number, not {kind}.",
    "dict_type": "Expected a mapping (`key: value` lines), not {kind}.",
    "model_type": "Expected a mapping (`key: value` lines), not {kind}.",
    "list_type": "Expected a list, not {kind}.",
    "too_short": "At least {min_length} is needed here.",
    "too_long": "At most {max_length} are allowed here.",
    "greater_than_equal": "The number must be {ge} or more.",
    "less_than_equal": "The number must be {le} or less.",
    "literal_error": "Expected {expected}.",
}


def read(tree: Mapping[str, Any], context: Context) -> tuple[Document | None, list[DeskError]]:
    """The document, or everything that is wrong with its values."""
    try:
        return Document.model_validate(tree, context=context), []
    except ValidationError as error:
        return None, [_told(each) for each in error.errors(include_url=False)]


def _told(error: ErrorDetails) -> DeskError:
    path = tuple(part for part in error["loc"] if part != "[key]")
    facts = {**error.get("ctx", {}), "kind": kind(error["input"])}
    if error["type"] == "desk":
        return DeskError(spell(path), str(facts["message"]))
    if error["type"] == "extra_forbidden":
        known = known_keys(path[:-1])
        return DeskError(spell(path), f"Unknown key.{did_you_mean(str(path[-1]), known)}")
    if error["input"] is None and error["type"].endswith("_type"):
        return DeskError(spell(path), "Nothing stands here; fill it in, or take the key away.")
    sentence = SENTENCES.get(error["type"])
    return DeskError(spell(path), sentence.format(**facts) if sentence else f"{error['msg']}.")


def known_keys(path: Path) -> list[str]:
    """The keys that the mapping at that path may have; none when it is not a section."""
    found: Any = Document
    for part in path:
        found = _within(_plain(found), part)
    found = _plain(found)
    if not isinstance(found, type) or not issubclass(found, Section):
        return []
    return [field.alias or name for name, field in found.model_fields.items()]


def _within(found: Any, part: str | int) -> Any:
    if isinstance(found, type) and issubclass(found, Section):
        names = {field.alias or name: field.annotation for name, field in found.model_fields.items()}
        return names.get(str(part))
    arguments = get_args(found)
    return arguments[-1] if arguments else None


def _plain(found: Any) -> Any:
    """An annotation without its metadata and without None."""
    while get_origin(found) in (Annotated, Union, UnionType):
        found = next((each for each in get_args(found) if each is not type(None)), None)
    return found
