"""One tab of Chromium for tests of the page, with short names for what they do in it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--window-size=1400,1000"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en"),
)


class Page:
    """One tab with short names for what the tests do in it."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def all(self, selector: str) -> list[Any]:
        return self.driver.find_elements("css selector", selector)

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def run(self, script: str, *given: object) -> Any:
        return self.driver.execute_script(script, *given)

    def click(self, selector: str, n: int = 0) -> None:
        node = self.all(selector)[n]
        self.run("arguments[0].scrollIntoView({ block: 'center' })", node)
        node.click()

    def texts(self, selector: str) -> list[str]:
        return self.run("return [...document.querySelectorAll(arguments[0])].map(n => n.textContent)", selector)

    def shown(self, selector: str) -> list[Any]:
        return [node for node in self.all(selector) if node.is_displayed()]

    def press(self, key: str) -> None:
        self.driver.switch_to.active_element.send_keys(key)

    def choose(self, selector: str, label: str) -> None:
        from selenium.webdriver.support.ui import Select

        Select(self.one(selector)).select_by_visible_text(label)

    def complaints(self) -> list[str]:
        """What the console holds; among it would be whatever the page's policy refused."""
        return [entry["message"] for entry in self.driver.get_log("browser")]


def opened(driver: Any, path: Path) -> Page:
    driver.get(path.as_uri())
    assert driver.execute_script("return location.protocol") == "file:"
    page = Page(driver)
    page.run("document.documentElement.style.scrollBehavior = 'auto'")
    return page


def column(n: int, rest: str = "") -> str:
    return f".column:nth-child({n}) .text {rest}".strip()
