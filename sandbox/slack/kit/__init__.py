"""Block Kit as rules: what a block, an element, a message and a view may hold (https://docs.slack.dev/reference/block-kit)."""
