"""The Discord that the gateway's and the interactions' tests play on."""

from typing import Any

GUILD, OTHER_GUILD = "7000000000000000001", "7000000000004194305"
ANA, BEN, RITA = "7000000000000000011", "7000000000000000012", "7000000000000000013"
BOT, APP, TOKEN = "7000000000000000020", "7000000000000000020", "fake-discord-token"
GENERAL, SECRET, FORUM = "7000000000000000031", "7000000000000000032", "7000000000000000033"
STAFF = "7000000000000000041"
MAY = ["VIEW_CHANNEL", "SEND_MESSAGES", "SEND_MESSAGES_IN_THREADS", "CREATE_PUBLIC_THREADS", "READ_MESSAGE_HISTORY",
       "MANAGE_THREADS", "MANAGE_MESSAGES", "PIN_MESSAGES", "ATTACH_FILES", "EMBED_LINKS", "ADD_REACTIONS"]  # fmt: skip
FLOOR: dict[str, Any] = {
    "teams": [{"id": "T0PIT", "name": "Pit"}],
    "discord": {
        "users": [
            {"id": ANA, "username": "ana", "global_name": "Ana", "locale": "pt-BR"},
            {"id": BEN, "username": "ben", "global_name": "Ben"},
            {"id": RITA, "username": "rita", "global_name": "Rita", "locale": "es-ES"},
        ],
        "apps": [{"id": APP, "name": "pitboss", "bot_user": BOT, "token": TOKEN}],
        "guilds": [
            {
                "id": GUILD, "name": "Pit", "owner": ANA, "roles": [{"id": STAFF, "name": "staff"}],
                "members": [{"user": ANA, "roles": ["staff"]}, {"user": BEN, "roles": ["staff"]}, {"user": RITA}],
                "bots": [{"app": APP, "permissions": MAY}],
                "channels": [
                    {"id": GENERAL, "name": "general"},
                    {"id": SECRET, "name": "secret", "private_to": ["staff"]},
                    {"id": FORUM, "name": "reports", "type": "forum"},
                ],
            },
            {"id": OTHER_GUILD, "name": "Other", "owner": BEN, "members": [{"user": BEN}],
             "channels": [{"id": "7000000000000000051", "name": "elsewhere"}]},
        ],
    },
}  # fmt: skip
ALL_INTENTS = 53608447
