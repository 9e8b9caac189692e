"""The texts: documents, JSONL records, faults, splits, and the fetching of third-party texts."""
