"""Personal data that must not be there: masked for everybody, told to the writer, read back by the few who may."""

from tests.stories.floor import Floor

CARD = "4111 1111 1111 1111"
COVERED = "•••• •••• •••• 1111"


async def test_a_card_number_reaches_nobody_but_who_may_read_it_back(floor: Floor) -> None:
    """The desk sees its last digits; its writer is told; a coordinator reads the original where it was written."""
    rita, ben, carla = floor.client("rita"), floor.analyst("ben"), floor.coordinator("carla")
    ticket = await rita.reports(f"round 99812-77 did not pay 50 EUR, player 83921 paid by {CARD}")
    await ticket.desk.shows(COVERED, "99812-77", "83921", "50 EUR", "1 card number masked")
    await ticket.desk.hides(CARD)
    await rita.is_told("1 número de cartão", "edite ou apague")
    await ben.types(f"escalate {ticket.number} integrations please look at the round")
    await (await ticket.team("integrations")).shows(COVERED)
    await ben.clicks(ticket.desk, "Unmask")
    await ben.is_told("somebody else to do")
    await carla.clicks(ticket.desk, "Unmask")
    await carla.is_told(CARD, "Rita Prado")
    for room in ("desk", "integrations"):
        await floor.channel(room).lacks(CARD)
    assert await floor.books.count("SELECT count(*) FROM audit WHERE event = 'Unmasked'") == 1


async def test_what_is_said_in_a_thread_is_masked_in_its_copy(floor: Floor) -> None:
    """A launch link loses its token, a copy has a button of its own, and what was deleted cannot be read back."""
    rita, carla = floor.client("rita"), floor.coordinator("carla")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    said = await rita.says(
        "it is https://play.example.com/g?game=5&token=a1b2c3d4, ask rosa@example.com", under=ticket.client
    )
    copy = await ticket.desk.thread_shows("game=5", "token=•••", "r•••@e•••.com")
    await copy.hides("a1b2c3d4", "rosa@")
    await carla.clicks(copy, "Unmask")
    await carla.is_told("a1b2c3d4", "rosa@example.com")
    await rita.deletes(said)
    await copy.shows("Rita Prado deleted this message")
    await carla.types(f"unmask {ticket.number}")
    await carla.is_told("não existe mais")


async def test_masked_after_an_outage_and_forgotten_when_worked_off(floor: Floor) -> None:
    """What was written while the bot was away is read back and masked too, and no envelope keeps what it held."""
    rita = floor.client("rita")
    await rita.reports("round 99811-12 did not pay 20 EUR")
    await floor.kill9()
    await rita.says(f"round 99812-77 did not pay 50 EUR, CPF 529.982.247-25, card {CARD}", in_="acme-support")
    await floor.restarts()
    card = await floor.channel("desk").shows("•••.•••.•••-25", COVERED)
    await card.shows("1 card number and 1 CPF masked")
    await floor.settles()
    for table, column in (("inbox", "payload"), ("entries", "text"), ("outbox", "facts"), ("searches", "body")):
        query = f"SELECT count(*) FROM {table} WHERE CAST({column} AS TEXT) LIKE '%1111 1111%'"
        assert await floor.books.count(query) == 0
