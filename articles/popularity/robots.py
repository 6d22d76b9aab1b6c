"""Robots by their User-Agent header: by classes of what such headers say, not by a list of names."""

import re
from functools import lru_cache

# Every browser that can run a page's module calls itself this.
BROWSER = "Mozilla/5.0 ("
# Devices whose names contain a robot's word.
INNOCENT = re.compile(r"cubot", re.IGNORECASE)
WORDS = [
    # whoever gives an address to write to, or a "+" before one
    r"https?:|www\.|@[a-z]|\.(?:com|org|net|info|io|ru|de|html)\b",
    # compatible with a browser, so not one; old MSIE alone says this of itself
    r"compatible;(?! MSIE)|compatible\)",
    # what robots call themselves
    r"bot\b|bot[^a-z]|bot(?:ify|s)|robot|crawl|spider|slurp|scrap(?:er|y|ing)|archiv|wayback|harvest|fetch(?!ty)",
    r"index(?:er|ing)|monitor|uptime|pingdom|check(?:er|s|ly)?\b|validat|\bprobe|preview|proxy|agent\b|insights",
    r"scan(?:ner)?\b|survey|research|\baudit|verif?y|verity|\bfeed|analy[sz]|transcod|thumb|snapshot|screenshot",
    r"image|favicon|\bseo\b|\bads?-|adsbot|\btest(?:er|ing)\b|speed\b|optimi[sz]er|translat|reader\b(?! ?mode)",
    # browsers without a screen
    r"headless|phantomjs|slimerjs|selenium|puppeteer|playwright|webdriver|prerender|synthetics|inspector",
    r"lighthouse|gtmetrix|webpagetest|\bptst\b|rendertron|\bsplash|calibre|jsdom|htmlunit|qtwebkit|qtwebengine",
    # a bare word behind a browser's whole header, or the person for whom a program reads
    r"(?:safari|firefox)/[\d.]+ (?!brave)[a-z]+$|-user/",
    # programs and libraries that borrowed a browser's name
    r"python|aiohttp|httpx|urllib|go-http|\bjava/|httpclient|okhttp|axios|libwww|guzzle|curl|wget|node",
    # link previews of messengers and networks, and helpers that read for somebody
    r"facebookexternal|facebookcatalog|meta-external|skypeuri|embedly|slack|vkshare|quora|pinterest/|snap url",
    r"google-|googleother|google web|google pp|mediapartners|duckassist|chatgpt|claude|perplexity|gptbot|bytespider",
]
ROBOTS = re.compile("|".join(WORDS), re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_robot(agent: str) -> bool:
    """Whether the header is no browser's: another beginning, a robot's word, an address, or nothing at all."""
    return not agent.startswith(BROWSER) or ROBOTS.search(INNOCENT.sub("", agent)) is not None
