"""Components, modals and embeds as rules: what each may hold (https://docs.discord.com/developers/components/reference)."""
