"""The buttons of a card as rows of components, pure; and what a press on one of them stands for.

Discord asks nothing before a press: a button with a question is a menu of one choice, which takes two taps and shows
the question. Buttons that have no room stand in menus as well, so that none is lost, and links in the text.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.chat.buttons import Press, Seal
from bot.chat.cards import Button, LinkButton, Tone
from integrations.discord.limits import (
    BUTTON_TEXT,
    BUTTON_URL,
    ELLIPSIS,
    MENU_PLACEHOLDER,
    OPTION_TEXT,
    OPTIONS,
    ROW_BUTTONS,
    line,
)
from integrations.wire.shapes import text_at, texts_at

Element = dict[str, Any]
AnyButton = Button | LinkButton

ACTIONS = 36
"""How many components all rows together may take; a message has room for 40."""

_ROW, _BUTTON, _MENU = 1, 2, 3  # https://docs.discord.com/developers/components/reference#component-object
_SECONDARY, _LINK = 2, 5  # https://docs.discord.com/developers/components/reference#button-button-styles
_STYLES = {Tone.GOOD: 3, Tone.URGENT: 4}
_WEB = ("https://", "http://")
_MENU_ID = "menu:"
_ALL = 25  # so many buttons are shown as such,
_FIRST = 10  # of more than those only the first
_QUESTIONS = 3


def action_rows(buttons: Sequence[AnyButton], seal: Seal) -> tuple[list[Element], list[LinkButton]]:
    """The rows of a card's buttons, at most ACTIONS components, and the links that have to stand in the text."""
    links = [each for each in buttons if isinstance(each, LinkButton) and each.url.startswith(_WEB)]
    row = _distinct(each for each in buttons if _stands_alone(each))
    shown = row if len(row) <= _ALL else row[:_FIRST]
    menus = _menus(buttons, shown)
    if len(menus) > _room_beside(shown):
        shown = row[:_FIRST]
        menus = _menus(buttons, shown)
    drawn = [_button(each, seal) for each in shown]
    rows = [_row(drawn[start : start + ROW_BUTTONS]) for start in range(0, len(drawn), ROW_BUTTONS)]
    rows += [_row([_menu(group, index, seal)]) for index, group in enumerate(menus[: _room_beside(shown)])]
    return rows, [each for each in links if each not in shown]


def _room_beside(shown: Sequence[AnyButton]) -> int:
    """How many menus have room beside so many buttons; beside the first ten they hold more than 200 presses."""
    return (ACTIONS - len(shown) - -(-len(shown) // ROW_BUTTONS)) // 2


def _menus(buttons: Iterable[AnyButton], shown: Sequence[AnyButton]) -> list[list[Button]]:
    """A menu for each of the first questions, and menus of what is left; a press stands in these once."""
    presses = [each for each in buttons if isinstance(each, Button)]
    asking = [each for each in presses if each.confirm][:_QUESTIONS]
    left: dict[Press, Button] = {}
    for each in presses:
        if each not in shown and each not in asking:
            left.setdefault(each.press, each)
    rest = list(left.values())
    return [[each] for each in asking] + [rest[start : start + OPTIONS] for start in range(0, len(rest), OPTIONS)]


def _stands_alone(button: AnyButton) -> bool:
    if isinstance(button, LinkButton):
        return button.url.startswith(_WEB) and len(button.url) <= BUTTON_URL
    return not button.confirm


def _distinct(buttons: Iterable[AnyButton]) -> list[AnyButton]:
    """Each press once: Discord takes no two components of one id."""
    found: dict[Press | LinkButton, AnyButton] = {}
    for each in buttons:
        found.setdefault(each.press if isinstance(each, Button) else each, each)
    return list(found.values())


def _row(components: list[Element]) -> Element:
    return {"type": _ROW, "components": components}


def _button(button: AnyButton, seal: Seal) -> Element:
    drawn: Element = {"type": _BUTTON, "label": line(button.label, BUTTON_TEXT)}
    if isinstance(button, LinkButton):
        return drawn | {"style": _LINK, "url": button.url}
    return drawn | {"style": _STYLES.get(button.tone, _SECONDARY), "custom_id": seal.sign(button.press)}


def _menu(buttons: Sequence[Button], index: int, seal: Seal) -> Element:
    """Presses to pick from; a single one that asks first is called by its own name."""
    alone = len(buttons) == 1 and buttons[0].confirm
    return {
        "type": _MENU,
        "custom_id": f"{_MENU_ID}{index}",
        "placeholder": line(buttons[0].label, MENU_PLACEHOLDER) if alone else ELLIPSIS,
        "options": [_option(each, seal) for each in buttons],
    }


def _option(button: Button, seal: Seal) -> Element:
    drawn = {"label": line(button.label, OPTION_TEXT), "value": seal.sign(button.press)}
    return drawn | ({"description": line(button.confirm, OPTION_TEXT)} if button.confirm else {})


def pressed(data: Mapping[str, Any]) -> tuple[str, str]:
    """The sealed token of a component that was used, and what was chosen beside it; empty when there is none."""
    custom_id, values = text_at(data, "custom_id"), texts_at(data, "values")
    if custom_id.startswith(_MENU_ID):
        return (values[0] if values else ""), ""
    return custom_id, ",".join(values)
