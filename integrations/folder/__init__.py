"""The file store: a folder on a disk, shared by all replicas."""
