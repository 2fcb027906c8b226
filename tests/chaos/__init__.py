"""Chaos: real processes, real databases and a wire between them that delays, cuts, resets and swallows."""
