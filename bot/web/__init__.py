"""The web side: health, metrics, and the routes that integrations hand over."""
