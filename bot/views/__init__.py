"""Facts and words become cards and forms: one file per noun, pure, and the only place where cards are built."""
