"""What a text must lose before anybody may read it: personal numbers as everywhere, and number plates and fixed lines too.

Pure and once for all ways out (page, feed, export): who tells of a neighbour's car means the car, not its owner's name.
"""

import re

from yuanba.kernel.normal import clean_lines, redact
from yuanba.kernel.width import half_width

STAR = "*"
# Source: GA 36-2018 (机动车号牌): region, office, five of 0-9 A-Z without I and O, six for new energy; 挂学警港澳 end
# special ones.
_REGIONS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SIGN = "[A-HJ-NP-Za-hj-np-z0-9]"
_PLATE = re.compile(
    rf"([{_REGIONS}]) ?([A-HJ-NP-Za-hj-np-z])[ ·.•・-]?({_SIGN}{{5,6}}|{_SIGN}{{4}}[挂学警港澳])(?![A-Za-z0-9])"
)
# Source: the numbering plan of fixed lines: 0, two or three digits of the area, seven or eight of the line.
_FIXED = re.compile(r"(?<![0-9A-Za-z.])(0(?:10|2[0-9]|[3-9][0-9]{2}))[ )）-]{0,2}([2-8][0-9]{6,7})(?![0-9A-Za-z])")


def for_everybody(text: str) -> str:
    """The text as anybody may read it: lines kept, invisible characters gone, phones, citizen numbers, cards, plates masked.

    A plate keeps its region and office ("川A·*****"), so that neighbours still know that a car was meant; a fixed line
    keeps its area. Doing it twice changes nothing more.
    """
    return veiled(redact(clean_lines(text)))


def veiled(text: str) -> str:
    """Plates and fixed lines masked, full-width ones too; everything else stays letter by letter."""
    for pattern, mask in ((_PLATE, _plate), (_FIXED, _fixed)):
        parts: list[str] = []
        place = 0
        for match in pattern.finditer(half_width(text)):
            if pattern is _PLATE and not any(one.isdigit() for one in match[3]):
                continue  # five letters and no digit: a word
            parts += [text[place : match.start()], mask(match)]
            place = match.end()
        text = "".join([*parts, text[place:]])
    return text


def _plate(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2].upper()}·{STAR * len(match[3])}"


def _fixed(match: re.Match[str]) -> str:
    return f"{match[1]}-{STAR * len(match[2])}"
