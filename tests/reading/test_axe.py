"""axe-core finds nothing on any readers' page: both languages, light and dark, phone and desktop."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import needs
from tests.reading import showcase

pytestmark = pytest.mark.django_db(transaction=True)
AXE = Path(__file__).parents[1] / "foreign" / "node_modules" / "axe-core" / "axe.min.js"
# Each language in half of the looks; the other half takes another minute and runs with the slow tests.
LOOKS = {"zh-hans": [(390, "dark"), (1280, "light")], "en": [(390, "light"), (1280, "dark")]}
RUN = """async () => {
  const found = await axe.run({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
  return found.violations.map(
    (each) => `${each.id}: ${each.help} at ${each.nodes.map((node) => node.target).join(" | ")}`);
}"""


@pytest.fixture
def axe() -> str:
    needs.require(AXE.exists(), "axe-core (run `npm ci` in tests/foreign)")
    return AXE.read_text(encoding="utf-8")


def _judged(browser: Any, axe: str, addresses: dict[str, str], looks: list[tuple[int, str]]) -> Iterator[str]:
    """What axe says against each page in each look."""
    for width, colours in looks:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=colours, bypass_csp=True
        )
        page = context.new_page()
        for name, address in addresses.items():
            page.goto(address)
            page.evaluate(axe)
            yield from (f"{name}, {width} px, {colours}: {said}" for said in page.evaluate(RUN))
        context.close()


@pytest.mark.parametrize("language", LOOKS)
def test_axe_finds_nothing(browser: Any, live: str, settings: Any, axe: str, language: str) -> None:
    settings.NEWSROOM_LANGUAGE = language
    pages = {name: f"{live}{path}" for name, path in showcase.build().items()}
    assert list(_judged(browser, axe, pages, LOOKS[language])) == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "other"), [("zh-hans", "en"), ("en", "zh-hans")])
def test_axe_finds_nothing_in_the_other_looks(
    browser: Any, live: str, settings: Any, axe: str, language: str, other: str
) -> None:
    settings.NEWSROOM_LANGUAGE = language
    pages = {name: f"{live}{path}" for name, path in showcase.build().items()}
    assert list(_judged(browser, axe, pages, LOOKS[other])) == []


def test_axe_does_complain(browser: Any, axe: str) -> None:
    page = browser.new_page()
    page.set_content('<html><body><img src="data:,"><p style="color:#ccc">pale</p></body></html>')
    page.evaluate(axe)
    found = {said.partition(":")[0] for said in page.evaluate(RUN)}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= found
    page.close()
