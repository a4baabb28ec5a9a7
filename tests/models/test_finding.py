"""Which person a text means: by name, key, address or title; asked back where several fit."""

from models.finding import find_person
from models.messages import UserError
from models.people import people
from tests.offices import Office

MEANT = {
    "lam": (
        "Lâm", "lam", "LÂM", "mau/lam", "đ/c Lâm", "anh Lâm", "đồng chí Lâm.", "đ/c Chánh Văn phòng", "chanh van phong",
        "Chánh Văn phòng HĐND và UBND",
    ),
    "son": ("chủ tịch", "chủ tịch UBND xã Mẫu"),
    "giang": ("Phó Chủ tịch",),
    "suong": ("văn thư", "văn thư VP"),
    "khe": ("trưởng phòng kinh tế",),
    "hai": ("giám đốc trung tâm",),
    "ha": ("Hà", "Hà Mẫu Đông", "ha mau dong"),
    "which_person": ("trưởng phòng", "công chức", "công chức Mẫu Đông"),
    "no_such_person": (
        "lấm", "thống", "phòng kinh tế", "đầu mối", "", "đ/c", "x" * 5000, "%", "Hà Mẫu Tây", "Lâm kinh tế", "\ud800",
    ),
}  # fmt: skip


def found(office: Office, text: str, *without: str) -> str:
    """The key of the person a text means among everybody, or what is wrong."""
    with office.database.reading() as session:
        among = [person for person in people(session, office.clock.now.date()) if person.key not in without]
        try:
            return find_person(session, text, among).key.rpartition("/")[2]
        except UserError as error:
            return error.what


def test_who_is_meant(mau: Office) -> None:
    assert {text: found(mau, text) for texts in MEANT.values() for text in texts} == {
        text: key for key, texts in MEANT.items() for text in texts
    }


def test_of_two_posts_each_title_is_enough(van_canh: Office) -> None:
    assert found(van_canh, "phó trưởng phòng Văn hóa") == found(van_canh, "giám đốc Trung tâm") == "lan"


def test_who_is_not_among_them_is_missing(mau: Office) -> None:
    assert found(mau, "Lâm", "mau/lam") == found(mau, "Không Ai") == "no_such_person"


def test_a_deputy_is_not_taken_for_the_one_who_is_away(mau: Office) -> None:
    mau.say("vắng mặt 25/8 26/8 Sương", "lam")
    assert found(mau, "Chánh Văn phòng") == "lam"
