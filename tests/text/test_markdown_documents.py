"""Whole documents as they arrive: nothing written is missing from what is printed."""

import os
import re
from pathlib import Path

import pytest

from articles.text.markdown import render

SEEDS = Path(os.environ.get("NEWSROOM_SEEDS") or Path(__file__).parents[3] / "shared" / "seeds")

REPORT = """好的，请查阅这份报告。

# 二〇二四年港口运营报告

## 执行摘要

吞吐量**持续回升**，泊位利用率提高[[2], [11], [20]]。本报告分三章。

## 第一章 泊位

两类结构：
*   **单线 (Single)**：船舶依次靠泊。
*   **多线 (Multi)**：船舶并行靠泊，等待更短[[3]]。
每种结构各有优劣，单线便于调度。

1. **降低等待**：提前排队
2. **保护岸线**：减少停靠

| 泊位            | 优势           | 劣势     |
|-----------------|---------------|----------|
| **一号泊位**     | 水深，通用性强  | 费用高    |
| **二号泊位**     | 灵活           | 水浅      |

---

### 调度示例

```python
# 示例：排队
class Berth:
    def queue(self, ships):
        return sorted(ships)
```

> **先到先靠**：按到达时间
>
> **急件优先**：药品与生鲜

*本文首发于港口周报，转载请注明出处。*
"""

CONVERTED = """


2024 港口趋势

目录

2023 回顾	3
瞧，这些巨轮	5
码头“破墙”	11
结语	34

2023 回顾



准确 对了一半 不准确

新航线

准确性：● ● ●

核心判断：未来 5 年新增航线，近海将占一半。

准确性：●●○

典型事件：全年首航次数首次突破 200 次。

\u00a0
巨轮公司的投资覆盖了船舶与码头。

来源: 港务局,
说明: 预估 2023 年主要船东订购的船只数量。

1. 拖轮进入更多港口

拖轮能有一定的主动性。

4. 引航员开始换班

来源: 船报, <https://example.com/news/2024>

以上内容仅为试读部分，请访问：<https://example.com/6030>
"""


def seeds() -> list[Path]:
    return sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []


def words(text: str) -> str:
    """Every letter, digit and rating of a text in its order: marks and line ends may change, these may not."""
    return "".join(re.findall(r"[^\W_]|[●○％%＋+]", text))


def written(document: str) -> str:
    """The words a reader must find: without front matter, table rules and list numbers."""
    body = re.sub(r"\A---\n.*?\n---\n", "", document, flags=re.DOTALL)
    body = re.sub(r"^```\w*$", "", body, flags=re.MULTILINE)
    return re.sub(r"^\s*\d+\.\s", "", body, flags=re.MULTILINE)


def test_a_report_loses_no_word() -> None:
    assert words(render(REPORT).plain) == words(written(REPORT))


def test_a_converted_document_loses_no_word() -> None:
    assert words(render(CONVERTED).plain) == words(written(CONVERTED))


@pytest.mark.parametrize("path", seeds(), ids=lambda path: path.stem)
def test_a_given_document_loses_no_word(path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    assert words(render(re.sub(r"\A---\n.*?\n---\n", "", document, flags=re.DOTALL)).plain) == words(
        written(document)
    )


def test_a_report_reads_as_it_was_meant() -> None:
    printed = render(REPORT, title="二〇二四年港口运营报告")
    assert [(heading.level, heading.text) for heading in printed.toc] == [
        (2, "执行摘要"), (2, "第一章 泊位"), (3, "调度示例"),
    ]  # fmt: skip
    assert "</ul>\n<p>每种结构各有优劣，单线便于调度。</p>" in printed.html
    assert '<sup class="cite">[2, 11, 20]</sup>。' in printed.html
    assert '<p class="note"><em>本文首发于港口周报，转载请注明出处。</em></p>' in printed.html
    assert printed.html.count("<table>") == 1
    assert "<hr>" in printed.html


def test_a_converted_document_reads_as_it_was_meant() -> None:
    printed = render(CONVERTED)
    assert printed.html.count("<tr>") == 4
    assert "<p>准确性：● ● ●</p>" in printed.html
    assert '<ol start="4">\n<li>引航员开始换班</li>\n</ol>' in printed.html
    address = "https://example.com/news/2024"
    assert f'<a href="{address}" rel="noopener">{address}</a></p>' in printed.html
    assert "<pre" not in printed.html


def test_rendering_twice_gives_the_same() -> None:
    assert render(REPORT, title="甲", language="en") == render(REPORT, title="甲", language="en")
