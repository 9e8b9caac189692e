"""The table of speed on few documents: that each row is measured, and that work grows as the files do."""

from __future__ import annotations

from pathlib import Path

import pytest

from proof import speed

OURS = ("decode-one", "check", "decode", "whole", "shared")


@pytest.mark.parametrize("name", OURS)
def test_every_job_of_ours_is_measured(name: str, tmp_path: Path) -> None:
    found = speed.measured(name, *speed._made(tmp_path, 20), 1)
    assert found.seconds > 0 and found.cpu > 0 and found.peak > 10


def test_ratios_are_to_the_job_that_is_named() -> None:
    assert {name: speed.JOBS[name].ratio_to for name in OURS} == {
        "decode-one": "decode-one",
        "check": "decode-one",
        "decode": "decode",
        "whole": "decode",
        "shared": "decode",
    }
    row = speed._row(speed.JOBS["whole"], 1000, speed.Measured(3.0, 4.5, 70.2), 0.25)
    assert row == ("the whole `parley score`, 1000 resamples", "parleybench", "1,000", "3.00", "4.50", "12.0", "70")
    assert len(row) == len(speed.HEADER)


def test_four_times_the_documents_take_about_four_times_the_work(tmp_path: Path) -> None:
    few, many = (speed.measured("whole", *speed._made(tmp_path, size), 3) for size in (200, 800))
    assert many.cpu < 8 * few.cpu
    assert many.peak < 1.5 * few.peak
