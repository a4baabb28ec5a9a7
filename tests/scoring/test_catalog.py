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


@pytest.mark.parametrize(
    ("code", "above", "stands"),
    [
        ("1.1.a", "1", True), ("1.1.a", "1.1", True), ("1.1.a", "1.1.a", True), ("1.1", "1.1.a", False),
        ("1.1.a", "SIPAS", False), ("1.1.a", "1.1.b", False), ("1.1.a", "", True), ("SIPAS", "", True),
    ],
)  # fmt: skip
def test_a_node_stands_in_itself_in_what_is_above_it_and_in_the_whole(
    tree: CriteriaSet, code: str, above: str, stands: bool
) -> None:
    assert tree.stands_in(code, above) is stands


def test_what_an_indicator_serves_are_the_leaves_that_ask_for_it_in_the_order_of_the_paper() -> None:
    indicators = 'a = { asks = "ratio" }\nb = { asks = "ratio" }\nx = { value = "a + b" }'
    rows = """
    "1" = { max = 2 }
    "2" = { max = 1, figure = "a", full_at = "9%" }
    "1.1" = { max = 1, figure = "x", full_at = 1 }
    "1.2" = { max = 1, figure = "b" }
    "3" = { max = 1 }
    """
    small = catalog(rows, indicators)
    served = {
        name: [leaf.code for leaf in small.served_by(name)] for name in ("a", "b", "x", "1.2", "3", "1", "2", "?")
    }
    assert served == {
        "a": ["1.1", "2"], "b": ["1.1", "1.2"], "x": [], "1.2": ["1.2"], "3": ["3"], "1": [], "2": ["2"], "?": [],
    }  # fmt: skip


def test_the_day_a_term_counts_from_is_asked_after_the_deadline() -> None:
    indicators = 'guidance = { asks = "date" }\nplan = { asks = "deadline", due = "5 days after guidance" }'
    small = catalog('"1" = { max = 1, figure = "plan", levels = { on_time = 1, late = 0, missing = 0 } }', indicators)
    assert [each.name for each in small.asked_for("1")] == ["plan", "guidance"]


CLASS = '[{ gives = "%s" }]'


def test_classes_are_those_of_the_level_or_of_every_level() -> None:
    of_all = catalog('"1" = { max = 1 }', head=f"max = 1\nclasses = {CLASS % 'A'}")
    assert [row.gives for row in of_all.classes_of("commune")] == ["A"]
    by_level = catalog('"1" = { max = 1 }', head=f"max = 1\nclasses = {{ commune = {CLASS % 'B'} }}")
    assert [row.gives for row in by_level.classes_of("commune")] == ["B"]
    assert by_level.classes_of("province") == catalog('"1" = { max = 1 }', head="max = 1").classes_of("commune") == ()


def test_only_figures_measured_against_the_best_are_relative() -> None:
    rows = """
    "1" = { max = 1, full_at = "best" }
    "2" = { max = 1, full_at = 5 }
    "3" = { max = 1, each = 1 }
    "4" = { max = 1, bands = [{ gives = 1 }] }
    "5" = { max = 1, levels = { a = 1 } }
    "6" = { max = 1 }
    """
    assert [str(name) for name in catalog(rows).relative] == ["1"]


@pytest.mark.parametrize(
    ("keys", "asks"),
    [
        ("survey = false", "points"), ('full_at = "best"', "number"), ('full_at = "best", zero_below = "5%"', "ratio"),
        ("full_at = 9", "number"), ('full_at = "9%"', "ratio"), ('each = 1, per = "5%"', "ratio"),
        ("each = 1", "number"), ('bands = [{ from = "5%", gives = 1 }, { gives = 0 }]', "ratio"),
        ('bands = [{ gives = "50%" }]', "number"),
        ('levels = { "có" = 1 }', "choice"),
    ],
)  # fmt: skip
def test_a_leaf_without_figure_asks_for_what_its_scale_reads(keys: str, asks: str) -> None:
    assert catalog(f'"1" = {{ max = 1, {keys} }}').indicators["1"].asks == asks


def test_a_leaf_with_a_figure_has_a_question_of_its_own_only_for_points_by_hand() -> None:
    rows = '"1" = { max = 1, figure = "a", full_at = "9%" }\n"2" = { max = 1, figure = "a", label = "L", noun = "N" }'
    small = catalog(rows, 'a = { asks = "ratio" }')
    assert list(small.indicators) == ["a", "2"]
    assert (small.indicators["2"].asks, small.indicators["2"].label, small.indicators["2"].noun) == ("points", "L", "N")


def test_a_row_that_states_another_parent_makes_no_group_of_its_prefix() -> None:
    small = catalog('A = { max = 1 }\nB = { max = 1 }\n"A.1" = { in = "B", max = 1 }')
    assert [node.code for node in small.leaves()] == ["A", "A.1"]
    assert "A" in small.indicators


def test_a_code_is_printed_unless_the_set_says_it_is_ours() -> None:
    small = catalog('"1" = { max = 1 }\n"2" = { max = 1, printed = false }')
    assert [small.criteria[code].printed for code in ("1", "2")] == [True, False]


SHIPPED = [path.name for path in FOLDER.glob("*.toml") if path.name.count(".") == 1]


@pytest.mark.parametrize("file", sorted(SHIPPED))
def test_every_shipped_set_is_accepted(file: str) -> None:
    read = read_criteria_set(load_toml((FOLDER / file).read_text("utf-8"), file), file)
    assert f"{read.id}.toml" == file
