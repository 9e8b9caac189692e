"""Fixtures of the page in Chromium, opened from a file; skipped where there is no Chromium with its driver."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pages
import pytest
from chromium import CHROMIUM, DRIVER, FLAGS, Page, opened

from parleybench.eval.page import report


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser puts what a page saves."""
    return tmp_path_factory.mktemp("saved")


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory, saved: Path) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed (extra `test`)")
    if not (CHROMIUM and DRIVER):
        pytest.skip("no chromium with chromedriver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(saved)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))
    yield found
    found.quit()


@pytest.fixture
def page(driver: Any, tmp_path: Path) -> Iterator[Page]:
    """A page with a crossing document first and a hostile one after it."""
    found = {"test": pages.results("plain", pages.HOSTILE)}
    groups = {"test": {"actors": ["plain"]}}
    path = report.write(found, [pages.crossing(), pages.hostile()], tmp_path / "a page.html", groups=groups)
    page = opened(driver, path)
    yield page
    assert page.complaints() == []
