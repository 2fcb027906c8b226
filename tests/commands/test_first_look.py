"""The first look: ticked by whoever looked, in one line on the desk's card, never on the client's."""

from tests.fakes.stage import Case, Stage

TOLD = "Nebula Games, Book of Suns: round 99812-77 did not pay 50 EUR"


async def _looks(stage: Stage, case: Case) -> list[tuple[object, ...]]:
    return await stage.house.rows("SELECT key, seen FROM first_looks WHERE ticket = :t ORDER BY key", t=case.number)


async def test_the_desks_card_asks_what_to_look_at_and_the_form_ticks_it(both: Stage) -> None:
    """The card says how far the look is; each answer is kept with its person, and is one event."""
    case = await both.reported(TOLD)
    ben = both.person("ben")
    card = await both.desk_card(case)
    assert card.says("First look: 0 of 4 · Was the round closed with zero? · Is the player still inside a feature?")
    form = await ben.opens(card, "First look")
    assert set(form.fields) == {
        f"look_{key}" for key in ("closed_with_zero", "feature_pending", "rollback_seen", "retry_window")
    }
    assert (await ben.sends(form, look_closed_with_zero="clear", look_rollback_seen="clear")).taken
    assert (await both.desk_card(case)).says("First look: 2 of 4 by Ben Okoro · Is the player still inside a feature?")
    assert await _looks(both, case) == [("closed_with_zero", "clear"), ("rollback_seen", "clear")]
    assert await both.happened(case, "FirstLookTicked") == 2
    assert await both.person("ana").types(f"look {case.number} feature_pending explains") == ""
    card = await both.desk_card(case)
    assert card.says("First look: Is the player still inside a feature? Yes, and that explains it (Ana Souza,")
    assert "First look" not in (await both.client_card(case)).text


async def test_an_answer_is_left_as_it_is_or_taken_back(stage: Stage) -> None:
    """What another person ticked meanwhile is not undone by an empty field; taking back is an answer of its own."""
    case = await stage.reported(TOLD)
    ben, ana = stage.person("ben"), stage.person("ana")
    form = await ben.opens(await stage.desk_card(case), "First look")
    await ana.types(f"look {case.number} closed_with_zero explains")
    assert (await ben.sends(form, look_feature_pending="clear")).taken
    assert await _looks(stage, case) == [("closed_with_zero", "explains"), ("feature_pending", "clear")]
    form = await ben.opens(await stage.desk_card(case), "First look")
    asked = {each.key: each for each in stage.floor.chat.open_forms[ben.id].form.fields}
    offered = {key: [choice.value for choice in each.choices] for key, each in asked.items()}
    assert (offered["look_closed_with_zero"], offered["look_retry_window"]) == (
        ["explains", "clear", "again"],
        ["explains", "clear"],
    )
    assert asked["look_closed_with_zero"].hint.startswith("Yes, that explains it: Ana Souza, ")
    assert (await ben.sends(form, look_closed_with_zero="again")).taken
    assert await _looks(stage, case) == [("feature_pending", "clear")]
    rows = await stage.house.rows("SELECT facts FROM audit WHERE event = 'FirstLookTicked' ORDER BY id DESC LIMIT 1")
    assert '"before": "explains", "seen": ""' in str(rows[0][0]).replace("'", '"')


async def test_what_is_looked_at_is_the_categorys(stage: Stage) -> None:
    """Another category has its own checks, those of the desk included; others are refused, and a client may not."""
    case = await stage.reported(TOLD)
    ben = stage.person("ben")
    assert "no check called locked" in await ben.types(f"look {case.number} locked clear")
    await ben.types(f"category {case.number} big_win")
    assert (await stage.desk_card(case)).says("First look: 0 of 3 · Is the win below the threshold rule?")
    assert await ben.types(f"look {case.number} bonus_money explains") == ""
    assert (await stage.desk_card(case)).says("Was it won with bonus money? Yes, and that explains it (Ben Okoro")
    await ben.types(f"resolve {case.number} information_given it was a bonus")
    assert "resolved" in await ben.types(f"look {case.number}")
    assert "bonus" not in await stage.person("rita").mentions("look", case)
