"""Baseline systems: fit on train, predict layer records from bare text."""
