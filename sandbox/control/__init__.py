"""The control API: it plays people, shows what each of them sees, and breaks things on demand; no Slack has it."""
