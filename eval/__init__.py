"""The harness: matching, metrics, intervals, agreement, report."""
