"""What all integrations share on the wire: sessions, allowed hosts, byte caps, waiting times, breakers and tasks."""
