import pytest

from catalogs import FOLDER
from scoring.catalog import CriteriaSet
from scoring.errors import nearest
from scoring.reading import load_toml, read_criteria_set
from tests.scoring.sets import catalog

TREE = """
"1" = { max = 3, lead = "van-phong", supporting = ["phong-kinh-te"] }
"1.1" = { max = 3 }
"1.1.a" = { max = 1, lead = "trung-tam" }
"1.1.b" = { max = 2, supporting = ["trung-tam"] }
SIPAS = { max = 2 }
B = { max = 2, role = "bonus" }
"B/I.1" = { max = 2 }
"B/I.1.a" = { max = 2 }
P = { max = 2, role = "penalty" }
"P/I.1" = { in = "P", max = 2 }
"P/I.1.a" = { max = 2 }
"""


@pytest.fixture(scope="module")
def tree() -> CriteriaSet:
    return catalog(TREE)


def test_the_parent_is_the_longest_prefix_in_the_part_or_what_is_stated(tree: CriteriaSet) -> None:
    parents = {code: node.parent for code, node in tree.criteria.items()}
    assert parents == {
        "index": "", "1": "index", "1.1": "1", "1.1.a": "1.1", "1.1.b": "1.1", "SIPAS": "index", "B": "index",
        "B/I.1": "B", "B/I.1.a": "B/I.1", "P": "index", "P/I.1": "P", "P/I.1.a": "P/I.1",
    }  # fmt: skip
    assert tree.criteria["1.1"].children == ("1.1.a", "1.1.b")


def test_the_paper_is_read_from_the_top(tree: CriteriaSet) -> None:
    assert [node.code for node in tree.below("1")] == ["1", "1.1", "1.1.a", "1.1.b"]
    assert [node.code for node in tree.leaves()] == ["1.1.a", "1.1.b", "SIPAS", "B/I.1.a", "P/I.1.a"]
    assert [node.code for node in tree.leaves("SIPAS")] == ["SIPAS"]
    assert [node.code for node in tree.path("1.1.a")] == ["1.1.a", "1.1", "1"]
    assert [node.code for node in tree.path("index")] == ["index"]


def test_the_responsible_units_are_the_nodes_own_or_those_above_it(tree: CriteriaSet) -> None:
    assert (tree.lead("1.1.a"), tree.supporting("1.1.a")) == ("trung-tam", ("phong-kinh-te",))
    assert (tree.lead("1.1.b"), tree.supporting("1.1.b")) == ("van-phong", ("trung-tam",))
    assert (tree.lead("SIPAS"), tree.supporting("SIPAS")) == ("", ())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1.1.A", ("1.1.a",)), ("sipas", ("SIPAS",)), ("I.1.a", ("B/I.1.a", "P/I.1.a")), ("p/i.1.a", ("P/I.1.a",)),
        ("i.1", ("B/I.1", "P/I.1")), ("9.9", ()), ("", ()),
    ],
)  # fmt: skip
def test_a_code_is_found_as_it_is_typed_and_in_every_part_that_has_it(
    tree: CriteriaSet, text: str, codes: tuple[str, ...]
) -> None:
    assert tree.find(text) == codes


def test_a_whole_code_is_meant_before_one_inside_a_part() -> None:
    small = catalog('I = { max = 1 }\nB = { max = 1 }\n"B/I" = { max = 1 }')
    assert small.find("i") == ("I",)


def test_the_questions_behind_a_leaf_are_the_raw_ones() -> None:
    indicators = (
        'a = { asks = "ratio" }\nb = { asks = "ratio" }\nx = { value = "b + a + b" }\ny = { value = "x / a.d" }'
    )
    small = catalog('"1" = { max = 1, figure = "y", full_at = 1 }\n"2" = { max = 1 }\n"2.1" = { max = 1 }', indicators)
    asked = {code: [each.name for each in small.asked_for(code)] for code in ("1", "2", "2.1")}
    assert asked == {"1": ["b", "a"], "2": [], "2.1": ["2.1"]}


def test_a_title_at_phone_width_is_the_short_one_where_there_is_one() -> None:
    small = catalog('"1" = { max = 1, title = "Dài", short = "Ngắn" }\n"2" = { max = 1, title = "Dài" }')
    assert [small.criteria[code].name for code in ("1", "2")] == ["Ngắn", "Dài"]


@pytest.mark.parametrize(("word", "found"), [("maxx", "max"), ("titel", "title"), ("qqq", "")])
def test_the_nearest_word_is_one_that_looks_like_it(word: str, found: str) -> None:
    assert nearest(word, ["max", "title", "bands"]) == found


SHIPPED = [path.name for path in FOLDER.glob("*.toml") if path.name.count(".") == 1]


@pytest.mark.parametrize("file", sorted(SHIPPED))
def test_every_shipped_set_is_accepted(file: str) -> None:
    read = read_criteria_set(load_toml((FOLDER / file).read_text("utf-8"), file), file)
    assert f"{read.id}.toml" == file
