"""Takes the pictures of the README from the demo newsroom: ``make screenshots``.

Starts a newsroom of its own on a free port with its own files, looks at its pages in Chinese and English, wide and
narrow, light and dark, and stops it again.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
LEASH = [sys.executable, str(ROOT / "newsroom" / "leash.py")]  # ends the newsroom with whoever started it
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WIDTHS = (1280, 390)
PUBLIC = {"home": "/", "hot": "/hot/", "search": "/search/?q=%E6%B8%AF%E5%8F%A3"}
AT_THE_DESK = {"zh": "linwan", "en": "oskar"}  # people of the demo who read the desk in that language
DESK = {"desk": "/admin/", "desk-articles": "/admin/articles/"}


@contextmanager
def newsroom(language: str) -> Iterator[tuple[str, str]]:
    """A demo newsroom; yields its address and what it printed at the start."""
    folder = Path(tempfile.mkdtemp(prefix="newsroom-shots-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = folder / "log"
    environment = os.environ | {
        "VAR_DIR": str(folder),
        "NEWSROOM_LANGUAGE": language,
        "NEWSROOM_URL": address,
    }
    with log.open("w") as out:
        process = subprocess.Popen(
            [*LEASH, str(os.getpid()), sys.executable, "manage.py", "up", "--demo", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(f"{address}/hot/", process)
        while "open http" not in log.read_text() and process.poll() is None:
            time.sleep(0.2)
        yield address, log.read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _second in range(600):
        if process.poll() is not None:
            raise SystemExit("The newsroom stopped before it answered.")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(1)
    raise SystemExit(f"{address} did not answer within ten minutes.")


def shoot(page: Page, address: str, name: str) -> None:
    """One picture of what a person sees first."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / f"{name}.jpg", type="jpeg", quality=82)


def readers(browser: Browser, address: str, language: str) -> None:
    """The public pages, and the first article of the home page."""
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        for name, path in PUBLIC.items():
            shoot(page, address + path, f"{name}-{language}-{width}")
        page.goto(address + "/")
        first = page.locator("main a[href*='/articles/']").first.get_attribute("href")
        shoot(page, address + str(first), f"article-{language}-{width}")
        page.close()
    dark = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    shoot(dark, address + "/", f"home-{language}-1280-dark")
    dark.close()


def desk(browser: Browser, address: str, log: str, language: str) -> None:
    """The staff pages, as a person of the demo whose password the start printed."""
    person = AT_THE_DESK[language]
    found = re.search(rf"\s{person}\s+(\S+)", log)
    if not found:
        raise SystemExit(f"The start printed no password for {person}.")
    for width in WIDTHS:
        locale = "zh-CN" if language == "zh" else "en-GB"
        page = browser.new_page(viewport={"width": width, "height": 900}, locale=locale)
        page.goto(address + "/admin/login/")
        page.fill("input[name=username]", person)
        page.fill("input[name=password]", found[1])
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/admin/**")
        for name, path in DESK.items():
            shoot(page, address + path, f"{name}-{language}-{width}")
        page.close()


def main() -> None:
    """All pictures, in both languages."""
    TARGET.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("Chromium is missing: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for language, setting in (("zh", "zh-hans"), ("en", "en")):
            with newsroom(setting) as (address, log):
                readers(browser, address, language)
                desk(browser, address, log, language)
        browser.close()


if __name__ == "__main__":
    main()
