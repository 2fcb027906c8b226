"""Text on Discord: what people typed stays letters, what we wrote is drawn, what is heard reads as it was meant."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.chat.cards import Known
from bot.chat.platform import Gesture
from bot.domain.words import PersonId
from integrations.discord.emoji import emoji, gesture
from integrations.discord.text import call_of, escaped, heard, markdown, quoted, small_print
from tests.integrations.discord.checker import CALLS, live, seen

ANA, BEN = PersonId(1), PersonId(2)
PEOPLE = {ANA: Known("Ana Souza", "80351110224678912"), BEN: Known("Ben @everyone", None)}
QUICK = settings(max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck))
SIGNS = st.text(alphabet=st.sampled_from("<>@&#:!/\\*_~`|[]()-+.1 \n\taehryonvi\u200bé😀"), max_size=60)

ATTACKS = (
    "<@80351110224678912>",
    "<@!80351110224678912>",
    "<@&165511591545143296>",
    "<#103735883630395392>",
    "@everyone",
    "@here",
    "<:mmLol:216154654256398347>",
    "<t:1618953630:R>",
    "</airhorn:816437322781949972>",
    "<id:browse>",
    "[bank](https://evil.io)",
    "https://evil.io/a_b_c",
    "**bold** __line__ ~~gone~~ ||hidden|| `code` ```js\nx```",
    "# big\n## less\n-# small\n> quote\n>>> all\n- item\n* item\n12. item\n  - inner",
    "\\*not escaped\\*",
    "\\<@80351110224678912>",
    ":eyes: 12:31:05",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_words_of_a_user_are_live(attack: str) -> None:
    """Whatever they try, a reader sees their letters, and nobody is called."""
    assert live(escaped(attack)) == []
    assert seen(escaped(attack)) == attack


@QUICK
@given(st.text() | SIGNS)
@example("<" + "@1>")
@example("\ud800@everyone\x00")
def test_any_text_reads_as_it_was_typed(text: str) -> None:
    """Letter by letter, without what no JSON takes."""
    plain = text.replace("\x00", "").encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n")
    assert live(escaped(text)) == []
    assert seen(escaped(text)) == plain.replace("\u200b", "")


@QUICK
@given(st.lists(SIGNS | st.sampled_from(["@", "<", "everyone", "@1>", "\\", "*"]), max_size=6))
def test_pieces_side_by_side_call_nobody(pieces: list[str]) -> None:
    """A call is never made of the end of one text and the beginning of another."""
    assert CALLS.findall("".join(escaped(each) for each in pieces)) == []


@QUICK
@given(SIGNS, SIGNS, st.sampled_from(["b", "i", "code", "call", "a"]))
def test_no_markup_of_ours_makes_their_words_live(one: str, other: str, tag: str) -> None:
    """Bold, code, links and names hold a user's words as well."""
    safe = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in (one, other)]
    opened = {"call": '<call person="2">', "a": '<a href="javascript:x">'}.get(tag, f"<{tag}>")
    drawn = markdown(f"{safe[0]}{opened}{safe[1]}</{tag}>{safe[1]}", {})
    assert CALLS.findall(drawn) == []


def test_our_own_markup_is_drawn() -> None:
    """Marks stand close to their words, also over a line end."""
    assert markdown("a <b>b</b> <i>c</i> <b><i>d</i></b> <code>take_it</code>", {}) == "a **b** *c* ***d*** `take_it`"
    assert markdown("<b> a<br>b </b>", {}) == " **a**\n**b** "
    assert (
        markdown('<a href="https://x.io/a(b)?c=1&amp;d=2">a [b] *</a>', {})
        == "[a (b) \\*](https://x.io/a%28b%29?c=1&d=2)"
    )
    assert markdown('<a href="mailto:a@b.c">write</a>', {}) == "write"


def test_marks_side_by_side_stay_apart() -> None:
    """Two runs in a row are not read as one."""
    assert markdown("<b>a</b><i>b</i>", {}) == "**a**\u200b*b*"
    assert markdown("<code>a</code><b><code>b</code></b>", {}) == "`a`\u200b**`b`**"


def test_code_that_holds_a_sign_is_plain_words() -> None:
    """No escape works within code, and yet nothing in it may be live."""
    assert markdown("<code>a`b</code> <code>&lt;@1&gt;</code>", {}) == "a\\`b \\<\\@1>"


def test_a_call_is_a_mention_where_there_is_an_account() -> None:
    """And a name elsewhere, in which nothing is live."""
    assert markdown('<call person="1">Ana</call>', PEOPLE) == "<@80351110224678912>"
    assert markdown('<call person="2">Ben</call>', PEOPLE) == "Ben \\@\u200beveryone"
    assert markdown('<call person="3">&lt;@1&gt;</call>', PEOPLE) == "\\<\\@1>"
    assert markdown('<call person="1">Ana</call>', {ANA: Known("Ana", "1> @everyone <@2")}) == "Ana"


@QUICK
@given(SIGNS, st.integers(40, 200))
def test_a_text_is_never_longer_than_its_room(text: str, room: int) -> None:
    """And a cut leaves nothing live."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    markup = f'{safe}<b>{safe}</b><call person="1">Ana</call><code>{safe}</code>'
    for drawn in (markdown(markup, PEOPLE, room), quoted(text, room), small_print(safe, {}, room)):
        assert len(drawn.encode("utf-16-le")) // 2 <= room
        assert set(CALLS.findall(drawn)) <= {"<@80351110224678912>"}


def test_quotes_and_small_print_mark_every_line() -> None:
    """So that no line of theirs stands outside."""
    assert quoted("# a\n\n> b") == "> \\# a\n> \n> \\> b"
    assert small_print("a<br><br># b", {}) == "-# a\n-# \\# b"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("hi <@80351110224678912>", "hi @80351110224678912"),
        ("<@!80351110224678912>!", "@80351110224678912!"),
        ("<@&1655> <#1037>", "@&1655 #1037"),
        ("<:mmLol:216154654256398347> <a:b1nzy:392938283556143104>", ":mmLol: :b1nzy:"),
        ("at <t:1618953630:R>", "at 2021-04-20 21:20 UTC"),
        ("<t:9999999999999>", "<t:9999999999999>"),
        ("</foo bar:123456789012345678>", "/foo bar"),
        ("<https://x.io/a?b=1>", "https://x.io/a?b=1"),
        ("a < b <@x> <3", "a < b <@x> <3"),
        ("**bold** \\* 5", "**bold** \\* 5"),
    ],
)
def test_what_is_heard_reads_as_it_was_meant(typed: str, words: str) -> None:
    """Discord's own tokens are words; all else is what was typed."""
    assert heard(typed) == words


def test_names_are_heard_where_they_are_known() -> None:
    """Otherwise the id, which can be looked up."""
    assert heard("<@1> <@&2> <#3> <@4>", {"@1": "Ana", "@&2": "Desk", "#3": "acme"}) == "@Ana @Desk #acme @4"


def test_a_mention_of_us_calls_us() -> None:
    """By our name or by our own role; what follows is what is wanted."""
    assert call_of("<@!99> take #4", "99") == "take #4"
    assert call_of("hey <@&77>, need <@5>", "99", "77") == "need @5"
    assert call_of("<@98> take", "99", "77") is None
    assert call_of("<@> take", "", "") is None


def test_every_gesture_has_its_emoji() -> None:
    """Whatever its skin, and as Discord spells it."""
    assert [gesture(emoji(each)) for each in Gesture] == list(Gesture)
    assert gesture("✋🏽") == Gesture.ACK
    assert gesture("⏸") == gesture("⏸️") == Gesture.WAIT
    assert gesture("🦆") == "🦆"
