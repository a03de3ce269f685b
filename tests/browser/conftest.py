"""A real Chromium, and the real application on this worker's database."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import setup_browser
from app.operations.migration import Addresses
from tests.browser.screens import DESKTOP
from tests.visits import application

PATIENCE = 10_000  # milliseconds that a page may take on a busy machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever is in this folder drives a browser."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(where: Addresses) -> Iterator[str]:
    """The address of the running application; it serves from this worker's database."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        config = uvicorn.Config(application(), log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        assert server.started, "the application did not start"
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this worker. Fails with what to do where there is none."""
    path = setup_browser.find()
    if path is None:
        pytest.fail(setup_browser.WHAT_TO_DO)
    with sync_playwright() as playwright:
        # Root cannot have Chromium's sandbox; the pages are our own.
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


Opener = Callable[..., BrowserContext]
Lent = list[tuple[str, BrowserContext]]


@pytest.fixture(scope="session")
def cleaned() -> dict[str, list[BrowserContext]]:
    """Browsers that were used and cleaned, by what they were opened with.

    Opening one costs Chromium as much as ten pages; a cleaned one has no pages, cookies or storage.
    """
    return {}


def clean(context: BrowserContext) -> None:
    """Close every page of a browser and take its cookies.

    Nothing else is left: our pages store nothing in a browser (`test_accounts.py` looks).
    """
    for page in context.pages:
        page.close()
    context.clear_cookies()


@pytest.fixture
def open_browser(
    chromium: Browser, site: str, cleaned: dict[str, list[BrowserContext]]
) -> Iterator[Opener]:
    """Open clean browsers: `open_browser(viewport=PHONE, java_script_enabled=False)`.

    Fails at the end of the test for a page that broke the content security policy or had a script
    error. (Playwright's screenshots cause false reports: take them elsewhere.)
    """
    lent: Lent = []
    complaints: list[str] = []

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{page.url}: {message.text}")
                if "Content Security Policy" in message.text
                else None
            ),
        )

    def new(**options: Any) -> BrowserContext:
        asked = {"base_url": site, "viewport": DESKTOP, "java_script_enabled": True, **options}
        kind = repr(sorted(asked.items()))
        waiting = cleaned.setdefault(kind, [])
        context = waiting.pop() if waiting else chromium.new_context(**{"locale": "en-GB", **asked})
        context.set_default_timeout(PATIENCE)
        context.on("page", listen)
        lent.append((kind, context))
        return context

    yield new
    for kind, context in lent:
        clean(context)
        context.remove_listener("page", listen)
        cleaned[kind].append(context)
    assert complaints == []


@pytest.fixture
def page(open_browser: Opener) -> Page:
    """One page in a clean desktop browser."""
    return open_browser().new_page()
