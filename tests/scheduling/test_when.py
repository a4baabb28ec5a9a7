"""Dates as people write them in a chat. Every table is a phrase and the day it means, said on the day of the table."""

import random
import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone
from time import process_time

import pytest

from models.words import fold
from scheduling.calendar import works
from scheduling.dates import NoSuchDay
from scheduling.when import SeveralDays, When, find_when

VIET_NAM = timezone(timedelta(hours=7))
TUESDAY = datetime(2026, 8, 25, 8, 0, tzinfo=VIET_NAM)
BEFORE_TET = datetime(2027, 1, 29, 8, 0, tzinfo=VIET_NAM)  # a Friday; offices are closed from 4/2 to 10/2/2027
NEW_YEARS_EVE = datetime(2026, 12, 31, 8, 0, tzinfo=VIET_NAM)
LEAP_DAY = datetime(2028, 2, 29, 8, 0, tzinfo=VIET_NAM)

ON_TUESDAY = """
    hôm nay → 25/8/2026
    ngày hôm nay → 25/8/2026
    bữa nay → 25/8/2026
    nay → 25/8/2026
    sáng nay → 25/8/2026
    chiều nay → 25/8/2026
    tối nay → 25/8/2026
    trong hôm nay → 25/8/2026
    cuối ngày → 25/8/2026
    hết hôm nay → 25/8/2026
    cuối giờ → 25/8/2026
    cuối giờ chiều → 25/8/2026
    mai → 26/8/2026
    ngày mai → 26/8/2026
    sáng mai → 26/8/2026
    trưa mai → 26/8/2026
    chiều mai → 26/8/2026
    hết ngày mai → 26/8/2026
    đầu giờ chiều mai → 26/8/2026
    cuối giờ chiều mai → 26/8/2026
    trước chiều mai → 26/8/2026
    đến mai → 26/8/2026
    trước ngày mai → 25/8/2026
    mốt → 27/8/2026
    ngày mốt → 27/8/2026
    ngày kia → 27/8/2026
    hôm qua → 24/8/2026
    tối qua → 24/8/2026
    hôm kia → 23/8/2026

    thứ 2 → 31/8/2026
    thứ 4 → 26/8/2026
    thứ 5 → 27/8/2026
    thứ 6 → 28/8/2026
    thứ 7 → 29/8/2026
    thứ hai → 31/8/2026
    thứ tư → 26/8/2026
    thứ năm → 27/8/2026
    thứ sáu → 28/8/2026
    thứ bảy → 29/8/2026
    chủ nhật → 30/8/2026
    t2 → 31/8/2026
    t6 → 28/8/2026
    CN → 30/8/2026
    chiều CN → 30/8/2026
    sáng thứ 2 → 31/8/2026
    thứ 6 này → 28/8/2026
    thứ 2 này → 31/8/2026
    thứ 6 tới → 28/8/2026
    thứ 3 tới → 1/9/2026
    thứ 6 trước → 21/8/2026
    thứ 6 vừa rồi → 21/8/2026
    thứ 6 tuần này → 28/8/2026
    thứ 2 tuần này → 24/8/2026
    thứ 6 tuần sau → 4/9/2026
    thứ hai tuần sau → 31/8/2026
    thứ 6 tuần tới → 4/9/2026
    thứ 6 tuần sau nữa → 11/9/2026
    thứ 6 tuần trước → 21/8/2026
    thứ 3 tuần này → 25/8/2026
    t4 tuần sau → 2/9/2026
    CN tuần này → 30/8/2026
    trước thứ 6 → 27/8/2026
    trước thứ 3 → 31/8/2026
    trước thứ 6 tuần sau → 3/9/2026
    chậm nhất thứ 6 → 28/8/2026
    thứ 6 28/8 → 28/8/2026
    28/8 (thứ 6) → 28/8/2026
    thứ sáu, ngày 28/8 → 28/8/2026
    thứ 6 13/3/2026 → 13/3/2026
    thứ 3 25/8 → 25/8/2026
    thứ hai 24/8 → 24/8/2026
    hôm nay, thứ ba ngày 25/8 → 25/8/2026

    đầu tuần → 31/8/2026
    giữa tuần → 26/8/2026
    cuối tuần → 28/8/2026
    hết tuần → 28/8/2026
    trong tuần này → 28/8/2026
    đầu tuần sau → 31/8/2026
    giữa tuần sau → 2/9/2026
    cuối tuần này → 28/8/2026
    cuối tuần sau → 4/9/2026
    hết tuần tới → 4/9/2026
    cuối tuần trước → 21/8/2026
    giữa tháng → 15/9/2026
    giữa tháng 10 → 15/10/2026
    cuối tháng → 31/8/2026
    hết tháng → 31/8/2026
    hết tháng này → 31/8/2026
    trong tháng này → 31/8/2026
    đến cuối tháng → 31/8/2026
    từ nay đến cuối tháng → 31/8/2026
    cuối tháng 9 → 30/9/2026
    cuối tháng chín → 30/9/2026
    cuối T9 → 30/9/2026
    cuối tháng sau → 30/9/2026
    hết tháng tới → 30/9/2026
    hết tháng 9/2026 → 30/9/2026
    hết tháng 2 năm 2028 → 29/2/2028
    hết tháng 3 → 31/3/2027
    trong tháng 9 → 30/9/2026
    trước tháng 9 → 31/8/2026
    hết quý → 30/9/2026
    cuối quý → 30/9/2026
    hết quý này → 30/9/2026
    hết quý sau → 31/12/2026
    hết quý 3 → 30/9/2026
    hết quý III → 30/9/2026
    quý III → 30/9/2026
    trong quý III → 30/9/2026
    cuối quý ba → 30/9/2026
    hết Q3 → 30/9/2026
    Q3 → 30/9/2026
    hết quý IV → 31/12/2026
    hết quý IV/2026 → 31/12/2026
    hết quý 1 năm 2027 → 31/3/2027
    hết quý II năm sau → 30/6/2027
    trước quý IV → 30/9/2026
    hết 6 tháng đầu năm 2027 → 30/6/2027
    hết 6 tháng cuối năm → 31/12/2026
    hết 9 tháng → 30/9/2026
    hết năm → 31/12/2026
    cuối năm → 31/12/2026
    cuối năm nay → 31/12/2026
    hết năm 2027 → 31/12/2027
    hết năm sau → 31/12/2027
    trước năm 2027 → 31/12/2026

    20/9 → 20/9/2026
    30/9 → 30/9/2026
    15/3 → 15/3/2027
    25/8 → 25/8/2026
    20/09/26 → 20/9/2026
    20/9/2026 → 20/9/2026
    20-9-2026 → 20/9/2026
    20.9.2026 → 20/9/2026
    15/3/2026 → 15/3/2026
    20/9 năm sau → 20/9/2027
    20/9 này → 20/9/2026
    ngày 20/9 → 20/9/2026
    ngày 20.9 → 20/9/2026
    ngày 20-9 → 20/9/2026
    ngày 20 tháng 9 → 20/9/2026
    20 tháng 9 → 20/9/2026
    20 tháng 9 năm 2026 → 20/9/2026
    ngày 20 tháng 9/2026 → 20/9/2026
    chậm nhất là ngày 20 tháng 9 năm 2026 → 20/9/2026
    ngày 20 → 20/9/2026
    ngày 25 → 25/8/2026
    ngày 28 → 28/8/2026
    ngày 31 → 31/8/2026
    ngày 20 này → 20/9/2026
    20 tháng này → 20/8/2026
    ngày 30 tháng này → 30/8/2026
    ngày 5 tháng tới → 5/9/2026
    ngày 5 tháng sau → 5/9/2026
    mùng 5 → 5/9/2026
    mồng 5 → 5/9/2026
    mùng 5 tháng sau → 5/9/2026
    mùng một → 1/9/2026
    ngày mùng 5 tháng 10 → 5/10/2026

    3 ngày nữa → 28/8/2026
    3 hôm nữa → 28/8/2026
    ba ngày nữa → 28/8/2026
    mười ngày nữa → 4/9/2026
    mười hai ngày nữa → 6/9/2026
    10 ngày nữa → 4/9/2026
    trong 3 ngày → 28/8/2026
    trong vòng 3 ngày → 28/8/2026
    trong 3 ngày tới → 28/8/2026
    sau 3 ngày → 28/8/2026
    sau 3 ngày nữa → 28/8/2026
    3 ngày nữa kể từ hôm nay → 28/8/2026
    1 tuần nữa → 1/9/2026
    2 tuần nữa → 8/9/2026
    hai tuần nữa → 8/9/2026
    trong 2 tuần → 8/9/2026
    2 tuần sau → 8/9/2026
    1 tháng nữa → 25/9/2026
    ba tháng nữa → 25/11/2026
    nửa tháng nữa → 9/9/2026
    một năm nữa → 25/8/2027
    3 ngày trước → 22/8/2026
    cách đây 3 ngày → 22/8/2026
    cách đây 2 tuần → 11/8/2026
    1 ngày làm việc → 26/8/2026
    3 ngày làm việc → 28/8/2026
    5 ngày làm việc → 4/9/2026
    trong 5 ngày làm việc → 4/9/2026
    sau 5 ngày làm việc → 4/9/2026
    không quá 5 ngày làm việc → 4/9/2026
    05 ngày làm việc → 4/9/2026
    5 ngày làm việc kể từ hôm nay → 4/9/2026

    trước 20/9 → 19/9/2026
    trước 25/3 → 24/3/2027
    trước ngày 20 → 19/9/2026
    trước 1/9 → 31/8/2026
    trước ngày 20 tháng 9 → 19/9/2026
    chậm nhất 20/9 → 20/9/2026
    muộn nhất là 20/9 → 20/9/2026
    đến 20/9 → 20/9/2026
    tới 20/9 → 20/9/2026
    hạn 20/9 → 20/9/2026
    hạn chót: 20/9 → 20/9/2026
    hạn nộp 20/9 → 20/9/2026
    thời hạn hoàn thành trước ngày 20/9 → 19/9/2026
    đến hết ngày 20/9 → 20/9/2026
    không quá 20/9 → 20/9/2026
    vào 20/9 → 20/9/2026
    khoảng 20/9 → 20/9/2026
    từ nay đến 20/9 → 20/9/2026

    10h → 25/8/2026 10:00
    10h30 → 25/8/2026 10:30
    10:30 → 25/8/2026 10:30
    10 giờ → 25/8/2026 10:00
    10 giờ 30 → 25/8/2026 10:30
    10 giờ 20 phút → 25/8/2026 10:20
    10h rưỡi → 25/8/2026 10:30
    16g → 25/8/2026 16:00
    16g30 → 25/8/2026 16:30
    3h chiều → 25/8/2026 15:00
    9 giờ sáng → 25/8/2026 9:00
    trước 16h → 25/8/2026 16:00
    8h tối nay → 25/8/2026 20:00
    10h ngày mai → 26/8/2026 10:00
    ngày mai 10h → 26/8/2026 10:00
    ngày mai, lúc 10h → 26/8/2026 10:00
    trước 10h ngày mai → 26/8/2026 10:00
    ngày mai trước 10h → 26/8/2026 10:00
    8h sáng mai → 26/8/2026 8:00
    sáng mai 8h → 26/8/2026 8:00
    8 giờ sáng ngày mai → 26/8/2026 8:00
    chiều mai 3h → 26/8/2026 15:00
    2 giờ chiều mai → 26/8/2026 14:00
    12 giờ trưa mai → 26/8/2026 12:00
    7 giờ tối mai → 26/8/2026 19:00
    từ 8h đến 10h ngày mai → 26/8/2026 10:00
    trước 16h thứ 6 → 28/8/2026 16:00
    thứ 6 trước 16h → 28/8/2026 16:00
    8h sáng thứ 2 tuần sau → 31/8/2026 8:00
    14h ngày 20/9 → 20/9/2026 14:00
    14h00 ngày 20 tháng 9 → 20/9/2026 14:00
    09 giờ 00 phút, ngày 28/8/2026 → 28/8/2026 9:00
    vào hồi 14 giờ 00 ngày 28/8 → 28/8/2026 14:00
    thứ sáu, ngày 28/8, lúc 14h → 28/8/2026 14:00
"""
ON_THE_FRIDAY_BEFORE_TET = """
    thứ 2 → 1/2/2027
    cuối tuần → 29/1/2027
    hết tuần này → 29/1/2027
    thứ 6 tới → 5/2/2027
    cuối tuần sau → 5/2/2027
    3 ngày làm việc → 3/2/2027
    4 ngày làm việc → 11/2/2027
    5 ngày làm việc → 12/2/2027
    trong 6 ngày làm việc → 15/2/2027
    8 ngày nữa → 6/2/2027
    1 tháng nữa → 28/2/2027
    cuối tháng → 31/1/2027
    cuối tháng sau → 28/2/2027
    giữa tháng → 15/2/2027
    ngày 31 → 31/1/2027
    ngày 15 → 15/2/2027
    hết quý → 31/3/2027
    hết quý I → 31/3/2027
    hết 6 tháng → 30/6/2027
    6 tháng đầu năm → 30/6/2027
    cuối năm → 31/12/2027
    20/9 → 20/9/2027
    15/11 → 15/11/2027
"""
ON_NEW_YEARS_EVE = """
    hôm nay → 31/12/2026
    mai → 1/1/2027
    ngày 31 → 31/12/2026
    ngày 1 → 1/1/2027
    trước ngày 1 → 31/12/2026
    1/1 → 1/1/2027
    31/12 → 31/12/2026
    hết năm → 31/12/2026
    hết năm nay → 31/12/2026
    hết năm sau → 31/12/2027
    hết quý → 31/12/2026
    cuối tháng → 31/12/2026
    cuối tháng sau → 31/1/2027
    cuối tháng 2 → 28/2/2027
    trước tháng 1 → 31/12/2026
    1 tháng nữa → 31/1/2027
    2 tháng nữa → 28/2/2027
    4 tháng nữa → 30/4/2027
    1 ngày làm việc → 4/1/2027
    mùng 5 tháng sau → 5/1/2027
    thứ 2 → 4/1/2027
    thứ 2 tuần sau → 4/1/2027
"""
ON_THE_LEAP_DAY = """
    hôm nay → 29/2/2028
    29/2 → 29/2/2028
    ngày 29 → 29/2/2028
    cuối tháng → 29/2/2028
    cuối tháng này → 29/2/2028
    1 tháng nữa → 29/3/2028
    1 năm nữa → 28/2/2029
    29 tháng 2 → 29/2/2028
    hết tháng 2 năm sau → 28/2/2029
    trước 1/3 → 29/2/2028
    mai → 1/3/2028
"""
SAID_OF_SOMETHING_DONE = """
    hôm nay → 25/8/2026
    hôm qua → 24/8/2026
    25/8 → 25/8/2026
    20/8 → 20/8/2026
    15/3 → 15/3/2026
    30/9 → 30/9/2025
    26/8/2026 → 26/8/2026
    ngày 20 → 20/8/2026
    ngày 26 → 26/7/2026
    ngày 31 → 31/7/2026
    20 tháng 9 → 20/9/2025
    thứ 6 → 21/8/2026
    thứ hai → 24/8/2026
    thứ 6 tuần trước → 21/8/2026
    đầu tuần → 24/8/2026
    cuối tháng → 31/7/2026
    cuối tháng 7 → 31/7/2026
    hết quý II → 30/6/2026
    cuối năm → 31/12/2025
    3 ngày trước → 22/8/2026
    lúc 7h → 25/8/2026 7:00
    7h30 hôm qua → 24/8/2026 7:30
"""
ASKED_BACK = """
    thứ 3 → 25/8/2026 1/9/2026
    thứ ba này → 25/8/2026 1/9/2026
    thứ 6 sau → 4/9/2026 28/8/2026
    tuần sau → 4/9/2026 31/8/2026
    sang tuần sau → 4/9/2026 31/8/2026
    đầu tháng → 1/9/2026 5/9/2026 10/9/2026
    đầu tháng sau → 1/9/2026 5/9/2026 10/9/2026
    đầu tháng 10 → 1/10/2026 5/10/2026 10/10/2026
    đến tháng 9 → 30/9/2026 1/9/2026
    hạn tháng 9 → 30/9/2026 1/9/2026
    đến quý IV → 31/12/2026 1/10/2026
    24/8 → 24/8/2027 24/8/2026
    30/6 → 30/6/2027 30/6/2026
    ngày 20 tháng 8 → 20/8/2027 20/8/2026
    trước 25/8 → 24/8/2027 24/8/2026
    hết quý II → 30/6/2027 30/6/2026
    hết 6 tháng → 30/6/2027 30/6/2026
    cuối tháng 7 → 31/7/2027 31/7/2026
    trước cuối tháng → 30/8/2026 31/8/2026
    trước 7h → 26/8/2026 25/8/2026
    8h sáng → 26/8/2026 25/8/2026
    thứ sáu ngày 13/3 → 13/3/2027 28/8/2026
    thứ 6 tuần sau 11/9 → 11/9/2026 4/9/2026
    thứ 5 28/8/2026 → 28/8/2026 27/8/2026
    thứ 6 cuối tháng → 31/8/2026 28/8/2026
    15-20/9 → 20/9/2026 15/9/2026
    15/9-20/9 → 20/9/2026 15/9/2026
    20 và 21/9 → 21/9/2026 20/9/2026
    từ 15 đến 20/9 → 20/9/2026 15/9/2026
"""
ONLY_WITH_ACCENTS = {"mốt", "ngày mốt", "tối nay", "tối qua"}  # "một", "tới nay", "tôi qua"
NOT_IN_CAPITALS = {"16g"}  # "5G"

NO_DATES = """
    7.4.3 | 3.4.1 | 7.4 | I.1.a | 3.1 Văn phòng | 7,4,3 | 0,5/1 | 119/3571 | 1.310/2.140 hồ sơ | 12/15 hồ sơ
    24/27 TTHC | đạt 6/7 tiêu chí | 6/7 xã | 8/8 chỉ tiêu | tỷ lệ 1/2 | còn 3/5 việc | 125/BC-UBND | QĐ 45/QĐ-UBND
    45/2024/NĐ-CP | số 12 | số 15/9 | công văn 30 | 12 | #12 | việc 12 | xong 12 | 2021 | năm 2021
    giai đoạn 2021-2025 | đến năm 2030 | 50.000.000 đồng | 12,5% | 61,21 % | 0905/123456 | 0905 123 456 | 0905123456
    1/500 | 2026/9/20 | 12-15 | 24/7 | 24/24 | đ/c Mai | chị Mai | gửi Mai | giao Mai Lan | Mai Lan nộp báo cáo
    việc mới Mai rà soát TTHC | em mai | hoa mai | trung tâm thương mại | trung tam thuong mai | chế độ mai táng phí
    che do mai tang phi | khuyến mãi | lợp mái nhà | nay mai | mai mốt | nghề bị mai một | thế hệ mai sau | đến nay
    từ đầu năm tới nay | tu dau nam toi nay | hiện nay | năm nay | ngày nay | từ nay | tới | sau | trước | cuối
    hết | sáng | chiều | buổi sáng | họp chiều | trước Tết | sau Tết | trước khi họp | trước hết | thứ nhất
    thứ trưởng | thứ tự | theo thu tu | thứ 1 | thứ 8 | thứ 9 | thứ 10 | lần thứ 3 | kỳ thứ 2 | đứng thứ 2
    kỳ họp thứ 6 | phiên họp thứ năm | bên thứ ba | nhiệm vụ thứ 2 | xếp thứ 3 toàn tỉnh | thứ hai là kinh phí
    quý khách | cuối quý khách | trong quy chế | trong quy che | báo cáo CCHC quý III | báo cáo tháng 9 | số liệu Q2
    báo cáo 6 tháng đầu năm | kế hoạch tuần sau | lịch công tác tháng tới | báo cáo cuối năm | giao ban đầu tuần
    báo cáo T7 | khu CN | hết năm học | cuối tuần lễ | hết tháng 13 | hết quý 5 | cuối tuần 35 | rằm | rằm tháng 7
    mùng 5 Tết | 15/7 âm lịch | ngày 20 tháng giêng | 23 tháng Chạp | 30 Tết | đường 2/9 | thôn 2/9 | kỷ niệm 2/9
    dịp 30/4 | Quốc khánh 2/9 | lớp 4/5 | trực 24/7 | ngày Chuyển đổi số 10/10 | làm ngay 2 việc | lam ngay 2 viec
    thu 2 khoản phí | thu 2 khoan phi | tổng thu 6 | mùa thu 2026 | tổ chức 3 ngày | tập huấn 2 ngày
    nghỉ 5 ngày làm việc | giảm 2 ngày làm việc | quá 5 ngày làm việc | trong 5 ngày làm việc kể từ ngày nhận hồ sơ
    sau 3 ngày nhận hồ sơ | 3 ngày sau khi họp | gia hạn thêm 2 tuần nữa | xin thêm 3 ngày | trước 5 ngày
    3 ngày trước 20/9 | 3 ngày trước Tết | vài ngày nữa | hai ba ngày nữa | hai mươi hai ngày nữa | 1,5 tháng nữa
    2-3 ngày nữa | mỗi ngày 20 hồ sơ | 1 ngày 20 hồ sơ | 3 tháng 1 lần | thứ 6 hàng tuần | mỗi thứ 6 | các thứ 2
    ngày 20 hàng tháng | ngày 20/9 hằng năm | 8h sáng thứ 2 hàng tuần | thứ 6 trước chưa họp | thứ 6 qua Sở
    từ 20/9 | từ thứ 2 | kể từ ngày 20/9 | sau 20/9 | sau thứ 6 | từ 8h ngày mai | quá 20/9 | tính đến 31/8
    trong 24h | trực 24/24h | trực 12h | họp 2 giờ | mạng 5G | 8h mỗi ngày | trong 2 giờ | hết giờ | sau giờ làm
    thứ sáu cuối cùng của tháng | hôm sau | hôm nọ | hôm trước | lúc nãy | bây giờ | chưa rõ ngày | ngày tháng năm
"""


def said_on(now: datetime, table: str) -> list[tuple[datetime, str, str]]:
    rows = [line.split(" → ") for line in table.splitlines() if line.strip()]
    return [(now, phrase.strip(), day) for phrase, day in rows]


PHRASES = [
    *said_on(TUESDAY, ON_TUESDAY),
    *said_on(BEFORE_TET, ON_THE_FRIDAY_BEFORE_TET),
    *said_on(NEW_YEARS_EVE, ON_NEW_YEARS_EVE),
    *said_on(LEAP_DAY, ON_THE_LEAP_DAY),
]


def read(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def meant(text: str) -> tuple[date, time | None]:
    day, _, hour = text.partition(" ")
    return read(day), datetime.strptime(hour, "%H:%M").time() if hour else None  # noqa: DTZ007


def find(text: str, now: datetime = TUESDAY, *, past: bool = False) -> When | None:
    return find_when(text, now, works, past=past)


def day_of(text: str, now: datetime = TUESDAY, *, past: bool = False) -> tuple[date, time | None]:
    found = find(text, now, past=past)
    assert found is not None, text
    assert found.others == (), text
    return found.day, found.hour


@pytest.mark.parametrize(("now", "phrase", "day"), PHRASES)
def test_a_phrase_means_its_day(now: datetime, phrase: str, day: str) -> None:
    assert day_of(phrase, now) == meant(day)
    found = find(phrase, now)
    assert found is not None
    assert (found.said, found.rest) == (phrase, "")


@pytest.mark.parametrize(("now", "phrase", "day"), [row for row in PHRASES if row[1] not in ONLY_WITH_ACCENTS])
def test_it_means_the_same_without_accents(now: datetime, phrase: str, day: str) -> None:
    assert day_of(fold(phrase), now) == meant(day)


@pytest.mark.parametrize(("now", "phrase", "day"), [row for row in PHRASES if row[1] not in NOT_IN_CAPITALS])
def test_it_means_the_same_in_capitals(now: datetime, phrase: str, day: str) -> None:
    assert day_of(phrase.upper(), now) == meant(day)
    assert day_of(phrase.capitalize(), now) == meant(day)


@pytest.mark.parametrize(("now", "phrase", "day"), PHRASES[::5])
def test_it_means_the_same_in_letters_of_another_form(now: datetime, phrase: str, day: str) -> None:
    assert day_of(unicodedata.normalize("NFD", phrase), now) == meant(day)
    wide = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789/"}
    assert day_of(phrase.translate(wide), now) == meant(day)


@pytest.mark.parametrize(("now", "phrase", "day"), said_on(TUESDAY, SAID_OF_SOMETHING_DONE))
def test_of_something_done_the_latest_such_day_is_meant(now: datetime, phrase: str, day: str) -> None:
    assert day_of(phrase, now, past=True) == meant(day)
    assert day_of(fold(phrase), now, past=True) == meant(day)


def test_the_day_of_a_paper_may_be_of_last_year() -> None:
    assert day_of("31/12", datetime(2027, 1, 5, 8, tzinfo=VIET_NAM), past=True)[0] == date(2026, 12, 31)


@pytest.mark.parametrize(("now", "phrase", "days"), said_on(TUESDAY, ASKED_BACK))
def test_a_phrase_that_may_mean_several_days_is_asked_back(now: datetime, phrase: str, days: str) -> None:
    for text in (phrase, fold(phrase), phrase.upper()):
        found = find(text, now)
        assert found is not None, text
        assert [found.day, *found.others] == [read(day) for day in days.split()], text


@pytest.mark.parametrize("line", [line.strip() for line in re.split(r"[|\n]", NO_DATES) if line.strip()])
def test_a_line_without_a_date_has_none(line: str) -> None:
    assert find(line) is None
    assert find(line, past=True) is None
    assert find(f"việc mới {line} cho Văn phòng") is None


@pytest.mark.parametrize(
    ("line", "day", "said", "rest"),
    [
        ("xin thêm 12 15/9 chờ ý kiến Sở", "15/9/2026", "15/9", "xin thêm 12 chờ ý kiến Sở"),
        ("xin them 12 15/9 cho y kien So", "15/9/2026", "15/9", "xin them 12 cho y kien So"),
        ("để thứ 2 làm", "31/8/2026", "thứ 2", "để làm"),
        ("de thu 2 lam", "31/8/2026", "thu 2", "de lam"),
        ("để t2 làm", "31/8/2026", "t2", "để làm"),
        (
            "việc mới Rà soát TTHC 3.1 Văn phòng trước 25/3",
            "24/3/2027",
            "trước 25/3",
            "việc mới Rà soát TTHC 3.1 Văn phòng",
        ),
        ("họp 10h ngày mai", "26/8/2026 10:00", "10h ngày mai", "họp"),
        ("10h họp giao ban ngày mai", "26/8/2026 10:00", "10h ngày mai", "họp giao ban"),
        ("mai nộp báo cáo", "26/8/2026", "mai", "nộp báo cáo"),
        ("mai nop bao cao", "26/8/2026", "mai", "nop bao cao"),
        ("gửi chị Mai ngày mai", "26/8/2026", "ngày mai", "gửi chị Mai"),
        ("Mai Hoa nộp thứ 6", "28/8/2026", "thứ 6", "Mai Hoa nộp"),
        ("hop thu 6 tai xa", "28/8/2026", "thu 6", "hop tai xa"),
        ("phòng Nội vụ thứ 2 nộp", "31/8/2026", "thứ 2", "phòng Nội vụ nộp"),
        ("Báo cáo quý III trước 5/10", "4/10/2026", "trước 5/10", "Báo cáo quý III"),
        ("Nộp báo cáo tháng 8, trước 5/9", "4/9/2026", "trước 5/9", "Nộp báo cáo tháng 8"),
        ("Báo cáo 6 tháng đầu năm hạn 20/9", "20/9/2026", "hạn 20/9", "Báo cáo 6 tháng đầu năm"),
        ("báo cáo cuối tuần này", "28/8/2026", "cuối tuần này", "báo cáo"),
        ("chuẩn bị kỳ họp thứ 6, hạn 20/9", "20/9/2026", "hạn 20/9", "chuẩn bị kỳ họp thứ 6"),
        ("Họp, 15/9, chờ ý kiến", "15/9/2026", "15/9", "Họp chờ ý kiến"),
        ("Họp (15/9) gấp", "15/9/2026", "15/9", "Họp gấp"),
        ("Họp (thứ 6, 28/8) tại UBND.", "28/8/2026", "thứ 6, 28/8", "Họp tại UBND."),
        ("Hạn: 15/9. Gấp!", "15/9/2026", "Hạn: 15/9", "Gấp!"),
        ("hồ sơ trễ hạn xong 15/9", "15/9/2026", "15/9", "hồ sơ trễ hạn xong"),
        ("trước 6/9 hồ sơ phải xong", "5/9/2026", "trước 6/9", "hồ sơ phải xong"),
        ("24/27 TTHC, hạn 20/9", "20/9/2026", "hạn 20/9", "24/27 TTHC"),
        ("20/9 Văn phòng nộp, 20/9 phải xong", "20/9/2026", "20/9 20/9", "Văn phòng nộp phải xong"),
        ("thứ 6 tới cơ quan", "28/8/2026", "thứ 6 tới", "cơ quan"),
        (
            "ghi thay Chánh Văn phòng: xong 12 QĐ 45 ngày 4/9",
            "4/9/2026",
            "ngày 4/9",
            "ghi thay Chánh Văn phòng: xong 12 QĐ 45",
        ),
        ("trước 16h thứ 6 gửi Sở Nội vụ", "28/8/2026 16:00", "trước 16h thứ 6", "gửi Sở Nội vụ"),
        ("14h họp, nộp trước 20/9", "19/9/2026", "trước 20/9", "14h họp, nộp"),
        ("trước 20/9, 10h họp", "19/9/2026", "trước 20/9", "10h họp"),
        ("trước thứ 6, chiều họp", "27/8/2026", "trước thứ 6", "chiều họp"),
        ("10h họp xong, mai nộp", "26/8/2026", "mai", "10h họp xong nộp"),
        ("trước 16h, thứ 6", "28/8/2026 16:00", "trước 16h, thứ 6", ""),
    ],
)
def test_a_date_is_found_in_a_longer_line(line: str, day: str, said: str, rest: str) -> None:
    assert day_of(line) == meant(day)
    found = find(line)
    assert found is not None
    assert (found.said, found.rest) == (said, rest)


@pytest.mark.parametrize("phrase", ["3h ngày mai", "họp 2h30 thứ 6", "trước 5h"])
def test_an_hour_in_which_offices_are_closed_is_of_the_afternoon_and_says_so(phrase: str) -> None:
    found = find(phrase)
    assert found is not None
    assert found.hour is not None
    assert found.hour.hour > 12
    assert found.assumed == "chiều"


@pytest.mark.parametrize("phrase", ["12h đêm mai", "15h sáng mai", "10h kém 15 mai", "trưa mai", "cuối giờ chiều mai"])
def test_an_hour_nobody_can_tell_is_left_out(phrase: str) -> None:
    assert day_of(phrase) == (date(2026, 8, 26), None)


@pytest.mark.parametrize(
    "line",
    [
        "31/2",
        "30/2",
        "ngày 30/2",
        "ngày 31 tháng 9",
        "31/9/2026",
        "32/9/2026",
        "trước 32/9",
        "hạn 20/13",
        "29/2",
        "29/2/2027",
        "ngày 32",
        "ngày 31 tháng sau",
        "ngày 20 tháng 13",
        "xin thêm 12 31/6 chờ Sở",
        "từ 31/9",
        "1/1/1800",
        "thứ 6 31/9",
    ],
)
def test_a_day_no_calendar_has_is_refused_and_never_another_day(line: str) -> None:
    for text in (line, fold(line), line.upper()):
        with pytest.raises(NoSuchDay):
            find(text)


def test_a_refusal_names_what_was_typed() -> None:
    with pytest.raises(NoSuchDay, match=r"^ngày 31 tháng 9$"):
        find("nộp ngày 31 tháng 9 nhé")


@pytest.mark.parametrize(
    ("month", "phrase"), [(1, "ngày 30"), (4, "ngày 31"), (9, "ngày 31"), (11, "trước ngày 31"), (2, "ngày 29")]
)
def test_a_day_the_month_has_not_is_no_day_of_the_next(month: int, phrase: str) -> None:
    with pytest.raises(NoSuchDay):
        find(phrase, datetime(2027, month, 28 if month == 2 else 30, 23, tzinfo=VIET_NAM) + timedelta(days=month == 1))


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("15/9 và 20/9", ["15/9/2026", "20/9/2026"]),
        ("từ 15/9 đến 20/9", ["15/9/2026", "20/9/2026"]),
        ("họp 20/9, nộp trước 15/9", ["14/9/2026", "20/9/2026"]),
        ("hôm nay hoặc ngày mai", ["25/8/2026", "26/8/2026"]),
        ("ngày mai 27/8", ["26/8/2026", "27/8/2026"]),
        ("thứ 2 hoặc thứ 6", ["28/8/2026", "31/8/2026"]),
        ("từ thứ 2 đến thứ 6", ["28/8/2026", "31/8/2026"]),
        ("CV 125/BC-UBND ngày 3/10, hạn 30/10", ["3/10/2026", "30/10/2026"]),
    ],
)
def test_two_different_dates_in_a_line_are_never_chosen_from(line: str, days: list[str]) -> None:
    for text in (line, fold(line), line.upper()):
        with pytest.raises(SeveralDays) as raised:
            find(text)
        assert raised.value.days == tuple(map(read, days))


def test_a_date_in_words_and_in_figures_is_one_date() -> None:
    assert day_of("ngày mai 26/8, thứ tư")[0] == date(2026, 8, 26)
    assert day_of("thứ 3 họp, tức 1/9")[0] == date(2026, 9, 1)


def test_an_office_that_works_on_saturdays_counts_them() -> None:
    found = find_when("5 ngày làm việc", TUESDAY, lambda day: day.weekday() < 6)
    assert found is not None
    assert found.day == date(2026, 8, 31)


def test_a_range_of_one_day_is_that_day() -> None:
    assert day_of("20/9-20/9")[0] == date(2026, 9, 20)


@pytest.mark.parametrize("line", ["", " ", ",", "…", "👍", "\u200b"])
def test_nothing_says_nothing(line: str) -> None:
    assert find(line) is None


@pytest.mark.parametrize("past", [True, False])
def test_the_weekend_has_an_end_of_its_own(past: bool) -> None:
    saturday = datetime(2026, 8, 29, 8, tzinfo=VIET_NAM)
    found = find("cuối tuần", saturday, past=past)
    assert found is not None
    assert found.others == (() if past else (date(2026, 9, 4),))
    assert found.day == date(2026, 8, 28 if past else 30)


# None of these words is one of a date, alone or beside any other.
PLAIN = """
    rà soát | báo cáo | thủ tục | văn phòng | Sở Nội vụ | UBND xã | tiếp nhận | chờ ý kiến | phê duyệt | công chức
    một cửa | cải cách | chuyển đổi số | kiểm tra | tổng hợp | trình ký | phụ lục | kinh phí | gấp | nhé | ạ
    anh Hải | chị Mai | TTHC | CCHC | SIPAS | PAR INDEX | 7.4.3 | 3.1 | I.1.a | 119/3571 | 1.310/2.140 | 125/BC-UBND
    45/2024/NĐ-CP | QĐ 45/QĐ-UBND | #12 | 61,21% | 0,5/1 | 50.000.000 đồng | 0905/123456 | trung tâm thương mại
    mai táng phí | lần thứ 3 | thứ trưởng | thứ nhất | kỳ họp thứ 6 | quý khách | hiện nay | đến nay
    đạt 6/7 yêu cầu | 24/27 TTHC
"""
TRAPS = """
    trước | sau | đến | hết | cuối | trong | vào | để | từ | tới | đầu | hạn | chậm nhất | không quá | nữa | này
    thứ | 12 | 30 | 2021 | ( | ) | , | ; | : | - | . | sáng | chiều | quý | tuần lễ | mỗi | hai | ba | mười | người
    việc | năm 2021
"""


def choices(table: str) -> list[str]:
    return [word.strip() for word in re.split(r"[|\n]", table) if word.strip()]


def test_ten_thousand_lines_without_a_date_have_none() -> None:
    rng = random.Random(20260825)
    plain, traps = choices(PLAIN), choices(TRAPS)
    for _ in range(10_000):
        words = [rng.choice(plain if rng.random() < 0.6 else traps) for _ in range(rng.randint(1, 12))]
        line = " ".join(words)
        if not says_one_by_chance(line):
            for text in (line, fold(line)) if rng.random() < 0.2 else (line,):
                assert find(text) is None, text


BY_CHANCE = re.compile(
    r"^\W*nay\W*$|(sang|chieu) nay|(het|cuoi|truoc) nam 2021|(het|cuoi) quy|trong quy\b(?! khach)"
    r"|thu (hai|ba|tu|nam|sau)|quy (mot|hai|ba|tu|12|30|nay|truoc|sau|toi)"
)


def says_one_by_chance(line: str) -> bool:
    """Words that happened to stand side by side and do say a day: "hết năm 2021", "thứ ba"."""
    return BY_CHANCE.search(fold(line)) is not None


def test_a_phrase_among_other_words_is_found_and_they_are_left() -> None:
    rng = random.Random(20260826)
    plain = choices(PLAIN)
    # these count alone or at the end of a line, or other words go on with them ("hết tháng 12 …")
    alone = re.compile(
        r"^(nay|mai|1/1|t[26]|CN|Q3|quý III|6 tháng đầu năm)$"
        r"|(giờ|giờ 30|phút|tuần|tháng|quý|năm|ngày|trước|qua|sau)$"
    )
    phrases = [row for row in PHRASES if not alone.search(row[1])]
    for _ in range(4_000):
        now, phrase, day = rng.choice(phrases)
        before, after = ([rng.choice(plain) for _ in range(rng.randint(0, 4))] for _ in range(2))
        line = " ".join([*before, phrase, *after])
        found = find(line, now)
        assert found is not None, line
        assert ((found.day, found.hour), found.others) == (meant(day), ()), line
        assert (found.said, found.rest) == (phrase, " ".join([*before, *after])), line


def test_no_string_breaks_it_and_no_word_is_lost() -> None:
    rng = random.Random(20260827)
    syllables = choices(PLAIN) + choices(TRAPS) + [row[1] for row in PHRASES]
    letters = "abcđêươ 0123456789/.-,:;()?!#%'\"“”…\t\u200b²½ＭＡＩ１／"
    for _ in range(5_000):
        words = [rng.choice(syllables).split() for _ in range(rng.randint(1, 6))]
        noise = ["".join(rng.choice(letters) for _ in range(rng.randint(1, 9))) for _ in range(rng.randint(0, 3))]
        line = " ".join(rng.sample([*(word for each in words for word in each), *noise], k=sum(map(len, words))))
        try:
            found = find(line, past=rng.random() < 0.5)
        except (NoSuchDay, SeveralDays):
            continue
        if found:
            assert letters_of(found.said + found.rest) == letters_of(line), line


def letters_of(text: str) -> list[str]:
    return sorted(letter for letter in text if letter.isalnum())


@pytest.mark.parametrize(
    "line",
    [
        "20/9 " * 400,
        "trước " * 330,
        "hạn là " * 280 + "20/9",
        "từ " * 600 + "20/9",
        "ngày 20 tháng " * 140,
        "mười " * 400,
        "1," * 1000,
        "1" * 2000,
        "." * 2000,
        "(" * 2000,
        "thứ 6 " * 330,
        "trong 3 ngày " * 150,
        "10:3" * 500,
    ],
)
def test_a_line_of_two_thousand_letters_takes_no_time(line: str) -> None:
    start = process_time()
    with suppress(NoSuchDay, SeveralDays):
        find(line)
    assert process_time() - start < 1.0
