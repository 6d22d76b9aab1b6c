"""The words of invented articles: sentences put together from parts, in Chinese and in English."""

import random

CATEGORIES = ("technology", "harbour", "science", "business", "culture", "newsroom")
AUTHORS = ("林知夏", "周牧", "陈渡", "Mara Lindqvist", "Tomas Okafor")
TAGS = (
    "芯片",
    "港口",
    "人工智能",
    "电池",
    "海缆",
    "公交",
    "开源",
    "无障碍",
    "气象",
    "数据",
    "5G",
    "医院",
    "fonts",
    "search",
    "harbour",
    "tides",
)

PLACES = ("青礁港", "鹭岛", "临港市", "北桥镇", "雁洲", "东屿", "长汀湾", "石塘")
THINGS = (
    "潮汐预报",
    "渡轮电池",
    "公交时刻",
    "海底光缆",
    "浮标网络",
    "图书馆检索",
    "卫生院影像",
    "港口调度",
    "旧机芯片",
    "夜班编辑",
)
EVENTS = (
    "恢复运行",
    "完成升级",
    "推迟上线",
    "公开数据",
    "接受检查",
    "更换供应商",
    "进入试用",
    "通过评审",
    "迎来新标准",
    "减少一半故障",
)
REASONS = (
    "因为一次长达两天的风暴",
    "在居民提出意见之后",
    "比原计划早了三周",
    "预算只有去年的六成",
    "由一支五人小组完成",
    "沿用了二十年前的接口",
)
EN_PLACES = ("Harbour City", "Lowford", "North Quay", "Alder Island", "Saltmarsh", "Kestrel Bay")
EN_THINGS = (
    "tide forecast",
    "ferry battery",
    "bus timetable",
    "cable repair",
    "buoy network",
    "library search",
    "clinic scanner",
    "night desk",
)
EN_EVENTS = (
    "returns to service",
    "passes its review",
    "opens its data",
    "slips by a week",
    "halves its faults",
    "enters trial",
)
EN_REASONS = (
    "after two days of storm",
    "on a smaller budget",
    "three weeks early",
    "following letters from readers",
    "with a team of five",
)


def article(dice: random.Random, number: int) -> tuple[str, str, str, str]:
    """Headline, summary, Markdown body and language of the ``number``-th invented article."""
    return _english(dice, number) if dice.random() < 0.3 else _chinese(dice, number)


def _chinese(dice: random.Random, number: int) -> tuple[str, str, str, str]:
    place, thing, event, reason = map(dice.choice, (PLACES, THINGS, EVENTS, REASONS))
    title = f"{place}{thing}{event}（第{number}期）"
    summary = f"{place}的{thing}{reason}{event}。"
    paragraphs = [
        f"{dice.choice(PLACES)}的{dice.choice(THINGS)}{dice.choice(REASONS)}{dice.choice(EVENTS)}，"
        f"**“{dice.choice(THINGS)}”**的负责人说，下一步要看未来{dice.randint(2, 30)}天的数据。"
        for _each in range(dice.randint(4, 9))
    ]
    paragraphs.insert(
        2,
        "## 数字\n\n| 项目 | 去年 | 今年 |\n| --- | --- | --- |\n"
        + "\n".join(
            f"| {dice.choice(THINGS)} | {dice.randint(10, 99)} | {dice.randint(10, 99)} |"
            for _each in range(3)
        ),
    )
    return title, summary, "\n\n".join(paragraphs) + "\n", "zh-hans"


def _english(dice: random.Random, number: int) -> tuple[str, str, str, str]:
    place, thing, event, reason = map(dice.choice, (EN_PLACES, EN_THINGS, EN_EVENTS, EN_REASONS))
    title = f"{place} {thing} {event} (no. {number})"
    summary = f"The {thing} of {place} {event} {reason}."
    paragraphs = [
        f"In {dice.choice(EN_PLACES)} the {dice.choice(EN_THINGS)} {dice.choice(EN_EVENTS)} {dice.choice(EN_REASONS)}. "
        f"The next **{dice.randint(2, 30)} days** of data will tell, the people who run it say."
        for _each in range(dice.randint(4, 9))
    ]
    paragraphs.insert(2, "## What changes\n\n- " + "\n- ".join(dice.sample(EN_THINGS, 3)))
    return title, summary, "\n\n".join(paragraphs) + "\n", "en"
