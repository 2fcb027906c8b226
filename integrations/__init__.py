"""Whom we talk to: one folder, one outside system; vendors' SDKs and HTTP libraries only in here."""
