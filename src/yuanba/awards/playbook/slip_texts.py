"""The sentences about slips of the pen, and TOML's own reasons in Chinese. In the form of `texts.TEXTS`."""

SLIPS: dict[str, tuple[str, str, str, str]] = {
    "slip_invisible": (
        "这一行有看不见的空白符号（{which}，多半是全角空格）。",
        "This line holds an invisible blank ({which}).",
        "删掉它，用英文空格重打。",
        "Delete it and type a plain space.",
    ),
    "slip_equals": (
        "“{key}”后面是“{got}”，应为英文等号。",
        "After “{key}” stands “{got}” instead of an equal sign.",
        "改成 {key} = 值。",
        "Write {key} = value.",
    ),
    "slip_quotes": (
        "文字用了中文引号“{got}”。",
        "The text stands in Chinese quotes ({got}).",
        '换成英文引号 "，首尾各一个；文字里面的中文引号可以留。',
        'Put plain quotes " around it; Chinese ones may stay inside.',
    ),
    "slip_brackets": (
        "用了中文括号“{got}”。",
        "A Chinese bracket stands here: {got}.",
        "换成英文括号 {want}。",
        "Write {want} instead.",
    ),
    "slip_day": (
        "日期写法不对。",
        "The day is not written as a playbook writes it.",
        "写成 {want}（年-月-日，月和日都是两位，用英文短横）。",
        "Write {want}: year-month-day, two digits each for month and day.",
    ),
    "slip_digits": (
        "数字“{got}”是全角的。",
        "The digits “{got}” are full-width.",
        "换成半角：{want}。",
        "Write {want}.",
    ),
    "slip_number": (
        "“{got}”不是纯数字。",
        "“{got}” is not a bare number.",
        "只写数字，不带单位、百分号和逗号：{want}。",
        "Write the number alone, without unit, per cent sign or comma: {want}.",
    ),
    "slip_truth": (
        "“{got}”写法不对，是或否要写成 true 或 false。",
        "“{got}” must be true or false, in small letters.",
        "改成 {want}，不加引号。",
        "Write {want}, without quotes.",
    ),
    "slip_comment": (
        "“{got}”不能开始注释。",
        "“{got}” does not begin a remark.",
        "注释用英文井号 # 开头。",
        "Begin remarks with #.",
    ),
    "slip_quote_open": (
        "这一行的英文引号不成对。",
        "A quote on this line has no partner.",
        '在文字末尾（或开头）补上英文引号 "；一段文字不能换行。',
        'Add the missing " and keep the text on one line.',
    ),
    "slip_comma": (
        "项目之间用了中文标点“{got}”。",
        "Chinese punctuation ({got}) stands between items.",
        "换成英文逗号 ,（引号里面的不用改）。",
        "Use a plain comma (,); inside quotes it may stay.",
    ),
    "slip_backslash": (
        "文字里有反斜杠。",
        "There is a backslash in the text.",
        "反斜杠写两遍，或改用斜杠 /。",
        "Write it twice, or use a slash (/).",
    ),
    "slip_no_quotes": (
        "“{got}”是文字，要加英文引号。",
        "“{got}” is text and needs quotes.",
        '在首尾各加一个英文引号 "。',
        'Put " before and after it.',
    ),
    "slip_bracket": (
        "“{got}”可以有多个，要用双方括号。",
        "There may be several “{got}”, so that it takes two brackets.",
        "写成 [[{got}]]。",
        "Write [[{got}]].",
    ),
    "slip_twice": (
        "“{got}”在这里写了两次，或者与前面的表重名。",
        "“{got}” is given twice here, or has the name of an earlier table.",
        "删去一行，或改成别的项目。",
        "Drop one of the two lines.",
    ),
}

SYNTAX_ZH = {
    "Invalid statement": "不是“项目 = 值”的写法。",
    "Expected '='": "项目名后面缺少等号。",
    "Cannot overwrite a value": "同一项目写了两次。",
    "Cannot declare": "同一个表写了两次。",
    "Cannot mutate": "列表或表已经写完，不能再补。",
    "Unterminated string": "引号没有配对。",
    "Illegal character": "有不允许的字符（例如引号没有配对）。",
    "Unclosed array": "方括号没有配对。",
    "Unclosed inline table": "花括号没有配对。",
    "Expected newline": "一行只能写一个项目，值后面有多余的内容。",
    "Invalid value": "值写法不对：文字要加英文引号。",
    "Invalid date": "日期不存在。",
    "Invalid hex": "反斜杠要写两遍。",
    "Unescaped": "反斜杠要写两遍。",
    "Duplicate inline table key": "花括号里同一项目写了两次。",
    "Exceeds the limit": "数字太大。",
}
