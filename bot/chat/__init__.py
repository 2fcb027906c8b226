"""The neutral platform: what can be shown, asked and heard, whatever chat it happens on; pure."""
