"""Names written two ways: full-width signs, blanks, traditional characters. For a question to people, never for a match.

`alike` folds a name so that two spellings of one name are equal; two persons may still share a name.
"""

import re
import unicodedata

# Traditional and simplified characters that stand in names most often. Source: our own list of common surnames and given names.
_PAIRS = (
    "陳陈張张劉刘黃黄吳吴趙赵孫孙馬马楊杨羅罗鄭郑謝谢許许馮冯鄧邓葉叶蔣蒋閻阎餘余韋韦賈贾鄒邹陸陆龍龙萬万錢钱湯汤顧顾龔龚嚴严"
    "蘇苏盧卢鍾钟譚谭賀贺賴赖歐欧華华國国軍军偉伟強强傑杰紅红蘭兰鳳凤麗丽華华英英玉玉蓮莲慶庆興兴榮荣順顺貴贵寶宝愛爱東东學学"
    "義义禮礼謙谦誠诚賢贤剛刚銘铭鋒锋鑫鑫飛飞鵬鹏鴻鸿濤涛瀟潇靜静穎颖瑩莹潔洁嬌娇娟娟婭娅嫻娴緒绪維维經经綱纲紹绍齊齐聖圣樹树"
)
_FOLD = {ord(_PAIRS[at]): _PAIRS[at + 1] for at in range(0, len(_PAIRS) - 1, 2)}


def alike(name: str) -> str:
    """The name without what tells no two people apart: width, blanks, dots, case, traditional characters."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_FOLD)
    return re.sub(r"[\s·•・.．‧]", "", plain)
