"""How well reports are understood: messages written by hand, what an analyst would note of each, and the score."""
