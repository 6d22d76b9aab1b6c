"""The rules of the house, read off its files."""

import ast
import importlib
import re

import pytest
from celery import current_app
from django.apps import apps

from newsroom.celery import CLOCKS, app
from tests.house import sources

DJANGO_WRITERS = {"save", "bulk_create", "bulk_update"}
HOUSE = sources.files("articles", "newsroom")


def test_every_room_with_tables_is_imported_by_the_app():
    imported = {
        node.module
        for node in ast.walk(sources.tree(sources.ROOT / "articles/models.py"))
        if isinstance(node, ast.ImportFrom)
    }
    rooms = {
        f"articles.{path.parent.name}.models" for path in (sources.ROOT / "articles").glob("*/models.py")
    }
    assert imported == rooms


def test_every_table_of_the_house_has_the_one_label():
    models = [model for model in apps.get_models() if model.__module__.startswith("articles.")]
    assert {model._meta.app_label for model in models} == {"articles"}
    assert len(models) >= 20


def test_the_rooms_are_entered_by_their_modules():
    entrances = [sources.ROOT / "articles/__init__.py", *(sources.ROOT / "articles").glob("*/__init__.py")]
    assert [str(path) for path in entrances if path.read_text()] == []


def test_an_existing_row_is_never_saved_whole():
    """``save()`` needs ``update_fields`` or says that the row is new; files are saved with a name and content."""
    bare = [
        sources.place(path, call)
        for path in HOUSE
        for call in sources.calls(path, "save")
        if not (sources.keywords(call) & {"update_fields", "force_insert"} or is_of_a_file_or_form(call))
    ]
    assert bare == []


def is_of_a_file_or_form(call: ast.Call) -> bool:
    """Whether a file, a picture or a storage is saved: these take a place first, models take nothing."""
    return bool(call.args) or "format" in sources.keywords(call)


def test_the_state_of_an_article_has_one_writer():
    """The compare-and-set of ``drafting.moving`` alone; everybody else asks for a move."""
    writers = {
        str(path.relative_to(sources.ROOT))
        for path in HOUSE
        for name in ("update", "create", "save")
        for call in sources.calls(path, name)
        if writes_state(call)
    }
    assert writers == {"articles/drafting/moving.py"}


def writes_state(call: ast.Call) -> bool:
    """Whether a call sets a column called state."""
    fields = [keyword.value for keyword in call.keywords if keyword.arg == "update_fields"]
    named = any("'state'" in ast.unparse(field) for field in fields)
    return named or "state" in sources.keywords(call)


def test_no_state_is_set_on_an_object():
    """Not even in passing, but by the one writer: an attribute that was set is saved sooner or later."""
    set_directly = [
        sources.place(path, node)
        for path in sources.files(
            "articles/drafting", "articles/review", "articles/publishing", "articles/desk"
        )
        if path.name != "moving.py"
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute)
        and target.attr == "state"
        and "article" in ast.unparse(target.value)
    ]
    assert set_directly == []


def test_no_signals_inside_the_house():
    found = [
        str(path.relative_to(sources.ROOT))
        for path in sources.files("articles")
        if re.search(r"django\.db\.models\.signals|@receiver|\.connect\(", path.read_text())
    ]
    assert found == []


def test_no_table_has_a_hidden_order():
    assert [model.__name__ for model in house_models() if model._meta.ordering] == []


def test_no_table_overrides_save_or_delete():
    assert [model.__name__ for model in house_models() if {"save", "delete"} & set(vars(model))] == []


def house_models():
    return [model for model in apps.get_models() if model.__module__.startswith("articles.")]


def test_foreign_keys_name_the_class():
    """A string would escape the linter of the floors; a class further down the same file is the exception."""
    by_name = [
        sources.place(path, node)
        for path in (sources.ROOT / "articles").glob("*/models.py")
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"ForeignKey", "OneToOneField", "ManyToManyField"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value not in {"self", *classes_of(path)}
    ]
    assert by_name == []


def classes_of(path):
    """The names of the classes a file defines."""
    return {node.name for node in ast.walk(sources.tree(path)) if isinstance(node, ast.ClassDef)}


def test_functions_stay_below_fifty_lines():
    long = [
        f"{sources.place(path, function)} {function.name}: {function.end_lineno - function.lineno + 1}"
        for path in HOUSE
        for function in sources.functions(path)
        if function.end_lineno - function.lineno + 1 > 50
    ]
    assert long == []


def test_every_module_has_one_sentence_of_promise():
    silent = [
        str(path.relative_to(sources.ROOT))
        for path in HOUSE
        if path.name != "__init__.py" and not ast.get_docstring(sources.tree(path))
    ]
    assert silent == []


def test_nothing_is_left_to_do():
    marks = re.compile(r"#\s*(TODO|FIXME|XXX|HACK)\b")
    found = [str(path.relative_to(sources.ROOT)) for path in HOUSE if marks.search(path.read_text())]
    assert found == []


def test_deeds_do_not_read_the_clock():
    """Only doors and tasks do; ``now`` is a parameter everywhere else."""
    rooms = ("text", "covers", "drafting", "review", "publishing")
    doors = {"tasks.py"}
    found = [
        sources.place(path, call)
        for room in rooms
        for path in sources.files(f"articles/{room}")
        if path.name not in doors
        for name in ("now", "utcnow", "today")
        for call in sources.calls(path, name)
    ]
    assert found == []


@pytest.mark.parametrize("name", sorted(CLOCKS))
def test_each_clock_has_its_task(name):
    for module in app.conf.imports:
        importlib.import_module(module)
    assert name in current_app.tasks
    assert app.conf.beat_schedule[name]["options"]["expires"] == CLOCKS[name]


def test_tasks_of_the_house_are_named_by_the_house():
    for module in app.conf.imports:
        importlib.import_module(module)
    own = [name for name, task in app.tasks.items() if task.__module__.startswith(("articles.", "newsroom."))]
    assert [name for name in own if not re.fullmatch(r"articles\.[a-z_]+", name)] == []


def test_every_task_module_is_known_to_the_worker():
    modules = {
        f"articles.{path.parent.name}.tasks" for path in (sources.ROOT / "articles").glob("*/tasks.py")
    }
    assert modules == set(app.conf.imports)


def test_nothing_waits_in_the_broker_for_a_time():
    """``eta`` and ``countdown`` run several times or an hour late on Redis; the database knows when."""
    found = [
        sources.place(path, call)
        for path in HOUSE
        for name in ("apply_async", "send_task", "delay", "retry")
        for call in sources.calls(path, name)
        if sources.keywords(call) & {"eta", "countdown"}
    ]
    assert found == []
