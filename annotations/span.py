"""A half-open span of code points."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """``text[start:end]``; two spans that only touch do not overlap."""

    start: int
    end: int

    def overlap(self, other: Span) -> int:
        """Number of code points shared."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        """Whether `other` lies inside this span (or equals it)."""
        return self.start <= other.start and other.end <= self.end

    def iou(self, other: Span) -> float:
        """Intersection over union in code points (Jaccard index), 0 for disjoint spans."""
        shared = self.overlap(other)
        return shared / (self.end - self.start + other.end - other.start - shared) if shared else 0.0
