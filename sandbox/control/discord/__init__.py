"""The control API of the Discord: it plays people, shows what each of them sees, changes guilds, breaks the gateway."""
