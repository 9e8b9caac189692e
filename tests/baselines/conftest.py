"""What the tests of the baselines share: every system fitted once, and documents made of a text alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from parleybench.baselines import base


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every system fitted on train."""
    folder = tmp_path_factory.mktemp("models")
    for name in base.SYSTEMS:
        base.fit(name, folder)
    return folder
