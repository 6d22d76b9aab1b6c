"""Every kind of readers' page, with everything on it that a page can hold: what markup and design are judged on."""

from articles.publishing.models import Edition
from articles.reading import indexing
from tests.builders import NOON
from tests.reading import printing

BODY = """港口开放，船上装着“稀土”与 AI 芯片——两种货物，5G 覆盖 12 km。这是*要紧*的话，*a word*。

*本文首发于 2026 年 11 月 22 日。*

## 一、现场

**注意：**引航站六点恢复工作[^1]。浪高三米，风力八级，*引航员都在岸上等着风停下来再说别的事情*。

| 港区 | 吞吐量 |
| --- | ---: |
| 北港 | 1,234 |

### 泊位

> 风停了。——*引航员*

1. 深水[详情](https://example.org/)
2. 浅水，用 `dock()` 停靠

## 二、代码

```python
def song(tide: int) -> str:  # 潮水
    return f"潮 {tide}" + "，一行很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长的字"
```

## 三、余波

- [x] 检查航道
- [ ] 复核浮标

> [!NOTE]
> 以公布的为准。

> [!WARNING]
> 小心行船。

---

港口在周一清晨重新开放，引航站六点恢复工作，船只依次进港，码头工人说这是三年来最长的一次停航，集装箱堆到了第五层。

[^1]: 初步统计。
"""
PAIR = {"translationKey": "storm"}


def build() -> dict[str, str]:
    """Print the articles; address by kind of page."""
    printing.section()
    cover = printing.cover("一张“图” & <别的>", caption="说明", credit="绘")
    words = {"summary": "风暴过后第三天，港口恢复通航。", "tags": ("港口", "潮汐")}
    edition = printing.corrected(
        printing.printed("引号“与”<尖括号> & 与", body=BODY, cover=cover.content_digest, extra=PAIR, **words),
        "四十一。",
        body=BODY + "更多。",
    )
    english = printing.printed("Port reopens", language="en", slug="port", extra=PAIR, body=BODY)
    printing.hot_list(*printing.many(5, cover=cover.content_digest), was=2)
    for each in Edition.objects.all():
        indexing.index_edition(each, NOON)
    gone = printing.printed("撤下的", slug="gone")
    printing.withdrawn(gone, note="说明")
    return {
        "home": "/",
        "article": f"/articles/{edition.article_id}-gang-kou/",
        "english article": f"/articles/{english.article_id}-port/",
        "category": "/categories/harbour/",
        "tag": "/tags/港口/",
        "author": f"/authors/{edition.byline[0]['slug']}/",
        "hot": "/hot/",
        "archive": "/archive/2026/11/",
        "corrections": "/corrections/",
        "search form": "/search/",
        "search": "/search/?q=港口",
        "empty search": "/search/?q=没有",
        "410": f"/articles/{gone.article_id}-gone/",
        "404": "/nothing-at-all/",
    }
