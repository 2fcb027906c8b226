"""Discord on this machine: REST, gateway, interactions, as https://docs.discord.com/developers describes them."""
