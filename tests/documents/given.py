"""Invented content that the tests of documents share."""

from datetime import date

from yuanba.documents.decisions import Announcement, Honour, Winner
from yuanba.documents.official import Number

HOSTILE = '#read("/etc/passwd") *_[]{{7*7}}<w:p/>&$x$ @a \\ // /* `'
RARE = "王𬱖𠮷"  # beyond the basic plane
URL = "https://huayang.example/v/2021-7F3K9Q"


def winners(count: int) -> tuple[Winner, ...]:
    return tuple(Winner(f"获奖者{number}", "南湖尚景小区", "滨江社区") for number in range(1, count + 1))


def announcement(**changes: object) -> Announcement:
    """The 65 awards of 2021."""
    content: dict[str, object] = {
        "activity": "2021“身边美好 幸福家园”小区治理先进评选活动",
        "basis": ("华阳街道关于深化和完善居民小区治理实施方案",),
        "stages": ("报名", "材料收集", "初步审核", "满意度测评", "网上投票", "评审小组评审"),
        "honours": (
            Honour("小区治理先进个人", winners(30), persons=True),
            Honour("小区治理先进集体", winners(25)),
            Honour("小区治理先进案例", winners(8)),
            Honour("小区治理最佳传播", winners(2)),
        ),
        "signatories": ("华阳街道办事处",),
        "signed_date": date(2021, 12, 14),
        "number": Number("华街办", 2021, 12),
        "red_head": "华阳街道办事处文件",
        "recipients": "各社区",
        "contacts": ("评选活动咨询岗：028-00000001",),
        "address": "https://huayang.example/n/2021",
        "copy_to": ("区委社会工作部",),
        "printed_by": "华阳街道党政办公室",
    }
    return Announcement(**{**content, **changes})  # type: ignore[arg-type]
