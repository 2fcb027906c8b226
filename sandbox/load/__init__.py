"""A bare load generator: signed events as fast as they are taken, a chat API that only answers and remembers."""
