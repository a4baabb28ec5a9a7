"""The forms in which people write days and hours, what only looks like one, and the words that introduce them."""

from enum import Enum

from scheduling.meanings import (
    Meaning,
    calendar_day,
    day_of_month,
    days_from_today,
    either_day,
    end_of,
    period,
    so_many,
    so_many_ago,
    week,
    weekday,
    working_days,
)


class Strength(Enum):
    """Where a phrase counts. What helps one is a word that introduces it, an hour beside it, or nothing else at all."""

    NEVER = "nowhere: it only looks like a date"
    FIGURE = 'nowhere: but after "trước" or "hạn" it is what else it may be'
    SURE = "everywhere"
    ACCENTED = "in a line with accents; in one without at its end, or helped"
    HELPED = "where something helps it"
    INTRODUCED = 'after a word that introduces it, or alone: "Báo cáo quý III" has no date'


closing = days_from_today(0)  # "cuối giờ": today, where no other day is said

# What only looks like a date; where words beside it tell so, the phrase begins or ends with them.
_NO_TODAY = """
    từ hôm|bây nay|giờ; nay mai; mai mốt|mối|=mái|mỉa|táng|kia|ton|che; bị|dần|đã|không mai một; hệ|đời mai sau
    thương|khuyến|mềm|hoa|cây|cành|ban|mỉa|hoàng|đường|thôn mai; =sang qua
    chị|anh|cô|bà|ông|em|chú|bác|bạn|chí|đ/c|đc|gửi|giao|cho|với|của|nhờ|hỏi|gặp|tên mai
"""
_NO_WEEKDAY = """
    <ordinal> thứ <n>; <ordinal> thứ nhất; nhiệm vụ thứ <n>; kỳ|phiên|cuộc họp thứ <n>; ngày thứ <n> của !tuần
    thứ <n> toàn|cả; thứ <words> là; <any> cuối|đầu cùng|tiên; <any> trước|sau|qua !$ !<clock> !<hour> !khi
    theo =thu =tu; theo? =thu =tu ưu; tổng|tạm|truy|nguồn|mức|thực|mùa|phải|lệ =thu <n>
    cáo|liệu|kỳ|tháng|lương|lớp|tổ|nhà|tầng|khu|thôn|xe|hạng <t6>; =mỗi|hàng|hằng|từng buổi? <part> <any>?
"""
_NO_ORDINAL = """
    làm việc; đổi số; tài khoản; danh mục; chấm điểm; cung|nâng cấp; phân|xếp loại; mọi người; định kỳ; bố trí
    văn|biên bản; hồ sơ
"""
_NO_CALENDAR_DAY = """
    đạt|được|lệ|điểm|còn <ratio>; <impossible> &<counted>; <place> <day_month>; đường|thôn|khánh <day_month>
    đường|phố <day> tháng <month>; ngày chuyển đổi số <day_month>; ngày tháng năm; mỗi|hàng|hằng|từng ngày <day>
    <n> ngày <day> !$ !tháng; <n> tháng <n> lần|ngày|buổi !thứ; trong <n> tháng này
"""
_NO_PERIOD = """
    cáo|kết|giá|thưởng|kiểm|điểm|ban|kê <edge> ngày|tuần|tháng|quý|năm !<which>; trước tuần <ref>
    <edge> tuần lễ; <within> tuần lễ; <end> năm học|tài|công|âm|thứ; cuối|hết|trong quý vị|khách|ông|=bà|anh|chị|đại
"""
_NO_TERM = """
    trước <n> <span>; <words> <words> <unit>; mươi|trăm|vài|dăm|mấy <words> <unit>
    trong|sau vòng? <n> <unit> làm? việc? nữa? &<elsewhere>; <n> ngày làm việc nữa? &<elsewhere>
    chậm|trễ|quá|muộn|giảm|ngắn|còn|nghỉ|xuống|thêm|mất|từ|hơn|báo|gian|đủ|được <n> ngày làm việc
    gia hạn thêm? <n> ngày làm việc; gia hạn thêm? <n> <unit> nữa; thêm <n> <unit> nữa
"""
_NO_HOUR = """
    trong|vòng|hơn|suốt|trực|cả|gần|mất|dưới|trên <clock>; trong|vòng|hơn|suốt|trực|cả|gần|mất|dưới|trên <hour> giờ
    <clock> mỗi|một|hàng|hằng ngày|tuần|tháng; <clock> kém|liên
    <hour> giờ mỗi|một|hàng|hằng ngày|tuần|tháng; <hour> giờ kém|liên|làm|lao|học
"""
_FIGURES = """
    <ratio> &<counted>; 24/7; <impossible>; =thu|=ngay <n> &<counted>
"""

_CALENDAR_DAYS = """
    ngày|hôm|bữa|mùng|mồng? <date> <in_year>?; ngày|hôm|bữa? <date> này; ngày|hôm|bữa? <date> tới $
    ngày|hôm|bữa|mùng|mồng <dotted> <in_year>?; ngày|hôm|bữa|mùng|mồng? <day> tháng <month> <in_year>?
    ngày|hôm|bữa|mùng|mồng <day> tháng <any_month> <in_year>?; mùng|mồng <first> tháng <month> <in_year>?
"""
_EITHER_DAY = """
    từ? ngày? <two_days>; từ? ngày? <one> và|hoặc|hay|-|– ngày? !<impossible> <date>
    từ ngày? <one> đến|tới ngày? !<impossible> <date>
"""
_DAYS_OF_MONTHS = """
    ngày|hôm|bữa|mùng|mồng <day> tháng <ref>; ngày|hôm|bữa|mùng|mồng <day> !tháng này?; ngày|hôm|bữa <day> tới $
    mùng|mồng <first> tháng <ref>; mùng|mồng <first> !tháng; <day> tháng <this>
"""
_WEEKDAYS = """
    <any> của|trong? tuần <ref>; <any> này; <any> <coming>; <any> <turn> $; <any> <just>; <weekday>; <t6>
"""
_MONTHS = """
    =sang tháng <month> <in_year>?; =sang tháng <ref>
    <edge> tháng <month> <in_year>?; <edge> tháng <ref>; <edge> tháng !<digits>; <edge> <tm>
    <within> tháng <month> <in_year>?; <within> tháng <ref>; <before> tháng <month> <in_year>?; <before> tháng <ref>
"""
_QUARTERS = """
    =sang quý <quarter> <in_year>?; =sang quý <ref>
    <end> quý <quarter> <in_year>?; <end> quý <ref>; <end> <q>
    <within> quý <quarter> <in_year>?; <within> quý <ref>; <within> <q>
    <before> quý <quarter> <in_year>?; <before> quý <ref>
"""
_WORKING_DAYS = """
    trong|sau vòng? <n> ngày làm việc nữa|tới? <since>?; không|tối quá|đa <n> ngày làm việc nữa|tới? <since>?
    <n> ngày làm việc nữa|tới? <since>?
"""
_SO_MANY = """
    trong|sau vòng? <n> <span> nữa|tới? <since>?; trong|sau vòng? <few> <months> nữa|tới? <since>?
    trong|sau vòng? <n> <unit> nữa|tới <since>?; <n> <unit> nữa <since>?; <n> <span> tới; <n> <span> sau $
"""
_HOURS = """
    <clock> <half>? <part_of_an_hour>?; <clock> <minute> phút <part_of_an_hour>?; <hour> giờ <half>? <part_of_an_hour>
    <hour> giờ <round> !tháng !<counted> <part_of_an_hour>?; <hour> giờ <minute> phút <part_of_an_hour>
"""

# Of phrases that begin with the same word the longest is meant; of equally long ones the first.
# Without a meaning it is nothing, an hour, or a part of a day.
FORMS: tuple[tuple[Strength, Meaning | None, str], ...] = (
    (Strength.NEVER, None, _NO_TODAY + _NO_WEEKDAY + _NO_ORDINAL),
    (Strength.NEVER, None, _NO_CALENDAR_DAY + _NO_PERIOD + _NO_TERM + _NO_HOUR),
    (Strength.FIGURE, None, _FIGURES),
    (Strength.SURE, calendar_day, _CALENDAR_DAYS),
    (Strength.SURE, either_day, _EITHER_DAY),
    (Strength.SURE, day_of_month, _DAYS_OF_MONTHS),
    (Strength.SURE, days_from_today(-2), "hôm|bữa kia"),
    (Strength.SURE, days_from_today(-1), "hôm|bữa qua; <part> qua $"),
    (Strength.SURE, days_from_today(0), "hôm|bữa nay; cuối|hết ngày $; <part> nay"),
    (Strength.INTRODUCED, days_from_today(0), "^ nay $"),
    (Strength.SURE, days_from_today(0), "<clock> <part_of_an_hour>? nay; <hour> giờ <part_of_an_hour>? nay"),
    (Strength.SURE, days_from_today(1), "ngày mai; ^ mai"),
    (Strength.ACCENTED, days_from_today(1), "mai"),
    (Strength.SURE, days_from_today(2), "ngày kia; ngày? =mốt"),
    (Strength.SURE, weekday, _WEEKDAYS),
    (Strength.ACCENTED, weekday, "<named>"),
    (Strength.HELPED, weekday, "<short>"),
    (Strength.SURE, week, "=sang tuần <ref>; <edge> tuần <ref>; <edge> tuần !<digits>; <within> tuần <ref>"),
    (Strength.INTRODUCED, week, "tuần <ref>; <within> tuần"),
    (Strength.SURE, period(1), _MONTHS),
    (Strength.INTRODUCED, period(1), "tháng <month> <in_year>?; tháng <ref>; <within> tháng"),
    (Strength.SURE, period(3), _QUARTERS),
    (Strength.ACCENTED, period(3), "<end> quý !<digits>"),
    (Strength.INTRODUCED, period(3), "quý <quarter> <in_year>?; quý <ref>; <q>; <within> quý"),
    (Strength.SURE, period(12), "<end> <in_year>; <before> <in_year>"),
    (Strength.ACCENTED, period(12), "<end> năm !<digits>"),
    (Strength.SURE, end_of(6, 1), "cuối|hết|trong 6|sáu tháng đầu năm; cuối|hết|trong 6|sáu tháng đầu <in_year>"),
    (Strength.SURE, end_of(6, 1), "<end> 6|sáu tháng !đầu !cuối !nữa"),
    (Strength.INTRODUCED, end_of(6, 1), "6|sáu tháng đầu năm; 6|sáu tháng đầu <in_year>"),
    (Strength.SURE, end_of(6, 2), "cuối|hết|trong 6|sáu tháng cuối năm; cuối|hết|trong 6|sáu tháng cuối <in_year>"),
    (Strength.SURE, end_of(9, 1), "cuối|hết|trong 9|chín tháng đầu năm; cuối|hết|trong 9|chín tháng đầu <in_year>"),
    (Strength.SURE, end_of(9, 1), "<end> 9|chín tháng !đầu !cuối !nữa"),
    (Strength.SURE, working_days, _WORKING_DAYS),
    (Strength.SURE, so_many, _SO_MANY),
    (Strength.SURE, days_from_today(15), "trong|sau? nửa tháng nữa; trong|sau nửa tháng"),
    (Strength.SURE, so_many_ago, "cách đây <n> <unit>; <n> <unit> trước $"),
    (Strength.SURE, None, _HOURS),
    (Strength.HELPED, None, "<hour> giờ <half>?; <hour> giờ <minute> phút"),
    (Strength.HELPED, None, "đầu? giờ|buổi? <part>"),
    (Strength.SURE, closing, "cuối giờ <part>?; cuối|hết giờ làm|hành việc|chính; hết giờ <part>"),
)

_TERM = "hạn chót|cuối|cùng|nộp|trả|gửi|xong|hoàn|thực|xử? thành|hiện|lý? là? :?"
INTRODUCING = {
    "before": "trước :?",
    "nothing": f"đúng|trễ|sớm|quá {_TERM}",
    "begins": "kể? từ; bắt đầu từ?; sau; quá; tính|kế|liệu đến|tới|từ",
    "due": f"chậm|muộn|trễ nhất là? :?; deadline là? :?; thời|hết|đến|tới? {_TERM}",
    "day": """
        cho? đến|tới hết?; từ nay|giờ đến|tới; từ hôm|bây nay|giờ đến|tới; không quá
        vào? lúc|hồi|khoảng|tầm; vào|trong|sang|hết|cuối|kịp|ngày|hôm|bữa
    """,
}
