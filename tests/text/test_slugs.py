"""Addresses in pinyin with the readings of phrases."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.slugs import slug


@pytest.mark.parametrize(
    "title, address",
    [
        ("重庆银行行长", "chong-qing-yin-hang-hang-zhang"),
        ("重慶銀行行長", "chong-qing-yin-hang-hang-zhang"),
        ("“稀土”新材料：５Ｇ时代", "xi-tu-xin-cai-liao-5g-shi-dai"),
        ("2024年人工智能发展趋势", "2024-nian-ren-gong-zhi-neng-fa-zhan-qu-shi"),
        ("女律师", "nv-lv-shi"),
        ("It's Über-café time: GPT-4!", "its-uber-cafe-time-gpt-4"),
        ("snake_case", "snake-case"),
        ("", ""),
        ("！？……", ""),
        ("Новости", ""),
    ],
)
def test_a_headline_becomes_an_address(title, address):
    assert slug(title) == address


def test_a_long_headline_is_cut_at_a_word():
    made = slug("港口风暴后恢复通航" * 10)
    assert len(made) <= 80
    assert made == ("gang-kou-feng-bao-hou-hui-fu-tong-hang-" * 10)[: len(made)]
    assert len(made) + len("-zhang") > 76


def test_one_endless_word_is_cut_anyway():
    assert slug("a" * 200) == "a" * 80


@given(st.text(max_size=300))
def test_every_address_is_plain_ascii(title):
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(title))
    assert len(slug(title)) <= 80
