"""Pure rules of the trade and the words that all layers share: no clock, no network, no database."""
