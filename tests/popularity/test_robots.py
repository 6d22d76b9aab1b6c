"""Robots are refused to the last line, ordinary browsers pass; headers written for these tests after their kinds."""

# ruff: noqa: E501 - a header is one line
import pytest

from articles.popularity.robots import is_robot

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0"
SYSTEMS = [
    "Windows NT 10.0; Win64; x64",
    "Macintosh; Intel Mac OS X 10_15_7",
    "X11; Linux x86_64",
    "X11; CrOS x86_64 14541.0.0",
    "X11; Ubuntu; Linux x86_64",
]
PHONES = [
    "Pixel 9",
    "SM-S928B",
    "CUBOT NOTE 50",
    "CUBOT_X30",
    "M2101K6G",
    "HUAWEI NOH-AN00",
    "V2309A",
    "K",
    "RMX3888",
]
BROWSERS = [
    *(f"Mozilla/5.0 ({system}) {CHROME.format(version)} Safari/537.36" for system in SYSTEMS for version in (109, 120, 128, 142)),
    *(
        f"Mozilla/5.0 ({system}) {CHROME.format(141)} Safari/537.36 {brand}"
        for system in SYSTEMS[:3]
        for brand in ("Edg/141.0.0.0", "OPR/124.0.0.0", "Vivaldi/7.6", "YaBrowser/25.8.0.0 Yowser/2.5")
    ),
    *(f"Mozilla/5.0 ({system}; rv:{version}.0) Gecko/20100101 Firefox/{version}.0" for system in SYSTEMS for version in (115, 128, 144)),
    *(
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{version} Safari/605.1.15"
        for version in ("15.6.1", "16.6", "17.4.1", "18.6", "26.0")
    ),
    *(
        f"Mozilla/5.0 ({device}; CPU {system} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) {rest} Mobile/15E148 Safari/604.1"
        for device, system in (("iPhone", "iPhone OS 18_6"), ("iPhone", "iPhone OS 16_7_8"), ("iPad", "OS 17_7"))
        for rest in ("Version/18.6", "CriOS/141.0.7390.41", "FxiOS/144.0", "EdgiOS/141.0", "DuckDuckGo/7 Version/18.6")
    ),
    *(f"Mozilla/5.0 (Linux; Android 14; {phone}) {CHROME.format(142)} Mobile Safari/537.36" for phone in PHONES),
    *(
        f"Mozilla/5.0 (Linux; Android 13; {phone}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 {brand}"
        for phone in PHONES[:5]
        for brand in (
            "Chrome/130.0.0.0 Mobile Safari/537.36 XWEB/1300 MMWEBSDK/2024 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN ABI/arm64",
            "Chrome/121.0.0.0 MQQBrowser/15.4 Mobile Safari/537.36",
            "Chrome/100.0.0.0 UCBrowser/16.6 Mobile Safari/537.36",
            "Chrome/142.0.0.0 Mobile Safari/537.36 GSA/16.1",
        )
    ),
    "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36 (Ecosia android@142.0.0.0)",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1 Brave",
    "Mozilla/5.0 (Android 14; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0",
    "Mozilla/5.0 (SMART-TV; Linux; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/7.0 Chrome/120.0.6099.5 TV Safari/537.36",
    "Mozilla/5.0 (PlayStation 5/10.00) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]",
]  # fmt: skip
WHOLE = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) {}Chrome/141.0.0.0 Safari/537.36{}"
ROBOTS = [
    "", "   ", "-", "Mozilla", "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", "test", "NING/1.0", "omgili/0.5",
    *(f"Mozilla/5.0 (compatible; {name}/2.1; +http://www.example.com/{name}.html)" for name in (
        "Googlebot", "bingbot", "YandexBot", "Baiduspider", "DuckDuckBot", "Applebot", "AhrefsBot", "SemrushBot",
        "MJ12bot", "DotBot", "PetalBot", "SeznamBot", "heritrix", "Qwantify", "archive.org_bot", "ichiro", "coccoc",
    )),
    *(f"Mozilla/5.0 (compatible; {name})" for name in ("proximic", "ScoutJet", "Sysomos", "DeuSu")),
    *(WHOLE.format("", f" (compatible; {name}/1.0; +https://example.org)") for name in ("GPTBot", "ClaudeBot", "Other")),
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36 (compatible; GoogleOther)",
    *(WHOLE.format(word, "") for word in ("Headless", "PhantomJS/2.1 ", "Splash ", "jsdom/22 ")),
    *(WHOLE.format("", f" {name}") for name in (
        "Chrome-Lighthouse", "GTmetrix", "PTST/240401", "Prerender (+https://example.com)", "DareBoost", "Hardenize",
        "bytespider@example.com", "Google-Read-Aloud", "ChatGPT-User/1.0", "Perplexity-User/1.0", "Manus-User/1.0",
        "DatadogSynthetics", "Ghost Inspector", "SiteChecker/3", "PageSpeed", "UptimeMonitor/1", "screenshotter",
        "LinkPreview/1.0", "newsindexer/2", "AdsBot", "abc.example.com", "www.example.cn", "BrandVerity/1.0",
    )),
    "curl/8.5.0", "Wget/1.21", "python-requests/2.32.3", "Python/3.12 aiohttp/3.9", "python-httpx/0.27.0",
    "Go-http-client/2.0", "Java/17.0.2", "okhttp/4.12.0", "axios/1.7.2", "node-fetch/1.0", "Ruby", "libwww-perl/6.72",
    "Scrapy/2.11.2 (+https://scrapy.org)", "PostmanRuntime/7.39", "GuzzleHttp/7", "Apache-HttpClient/4.5.14", "HTTPie/3.2",
    "facebookexternalhit/1.1", "Twitterbot/1.0", "WhatsApp/2.24.1", "Slackbot-LinkExpanding 1.0", "TelegramBot (like TwitterBot)",
    "Discordbot/2.0", "LinkedInBot/1.0", "SkypeUriPreview", "Feedly/1.0", "FreshRSS/1.24", "W3C_Validator/1.3", "Dalvik/2.1.0",
]  # fmt: skip


@pytest.mark.parametrize("agent", ROBOTS)
def test_a_robot_is_known(agent: str) -> None:
    assert is_robot(agent)


@pytest.mark.parametrize("agent", sorted(set(BROWSERS)))
def test_a_browser_passes(agent: str) -> None:
    assert not is_robot(agent)


def test_a_hundred_common_browsers_were_tried() -> None:
    assert len(set(BROWSERS)) >= 100
