"""What is wrong with a roll, said plainly in both languages. `{}` is what the cell holds, shortened."""

# code: (is_error, Chinese, English). An error leaves the row out; a warning keeps it.
PROBLEMS: dict[str, tuple[bool, str, str]] = {
    "people.roll_empty": (True, "文件是空的。", "The file is empty."),
    "people.roll_too_large": (
        True,
        "文件超过 60 MB，请分楼栋拆成几个文件。",
        "The file is over 60 MB; split it by building.",
    ),
    "people.roll_old_xls": (
        True,
        "这是旧版 .xls 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。",
        "This is an old .xls file. Open it in Excel or WPS and save it as .xlsx.",
    ),
    "people.roll_encrypted": (
        True,
        "文件加了密码。请取消密码保护后再上传。",
        "The file has a password. Remove it and upload again.",
    ),
    "people.roll_html": (
        True,
        "文件其实是网页，只是改名成了 Excel。请用 Excel 打开，另存为 .xlsx 再上传。",
        "The file is a web page renamed to Excel. Open it in Excel and save it as .xlsx.",
    ),
    "people.roll_not_excel": (True, "文件不是 .xlsx 表格。", "The file is not an .xlsx workbook."),
    "people.roll_damaged": (True, "文件已损坏，打不开。请重新导出。", "The file is damaged. Export it again."),
    "people.roll_bomb": (
        True,
        "文件解压后异常巨大，为保护系统没有打开。请复制有内容的行到新表再上传。",
        "Unpacked, the file would be abnormally large; it was not opened. Copy its rows into a new workbook.",
    ),
    "people.roll_no_header": (
        False,
        "没有找到表头，这张表没有读取。请保留一行写有“楼栋、单元、房号、业主姓名”等字样的表头。",
        "No heading was found; the sheet was not read. Keep a row with headings such as 楼栋, 单元, 房号, 业主姓名.",
    ),
    "people.roll_nothing": (True, "表里没有一户房屋或商铺。", "The workbook names no dwelling or shop."),
    "people.roll_hidden_sheet": (False, "工作表是隐藏的，没有读取。", "The sheet is hidden and was not read."),
    "people.roll_formula": (
        True,
        "单元格是公式，但文件里没有算好的结果。请在 Excel 中打开保存一次，或改成数值。",
        "The cell is a formula without a stored result. Open and save the file in Excel, or enter the value.",
    ),
    "people.roll_error_cell": (True, "单元格是错误值（如 #REF!）。", "The cell holds an error such as #REF!."),
    "people.roll_building": (True, "没有写楼栋。", "The building is missing."),
    "people.roll_number": (True, "没有写房号。", "The door number is missing."),
    "people.roll_place": (
        True,
        "看不懂地址“{}”。请写成 3栋1单元402 或 3-1-402。",
        'The address "{}" is not understood; write 3栋1单元402 or 3-1-402.',
    ),
    "people.roll_too_long": (True, "“{}”太长。", '"{}" is too long.'),
    "people.roll_area": (True, "面积“{}”不是大于 0 的数。", 'The area "{}" is not a number above 0.'),
    "people.roll_area_missing": (
        False,
        "没有面积，按面积计票时这一户算作 0。",
        "The area is missing: it counts as 0 where votes are weighed by area.",
    ),
    "people.roll_date": (True, "日期“{}”不存在或看不懂。", 'The date "{}" does not exist or is not understood.'),
    "people.roll_date_future": (True, "日期“{}”晚于名册日期。", 'The date "{}" lies after the day of the roll.'),
    "people.roll_kind": (
        True,
        "类型“{}”看不懂。请写 住宅 或 商铺。",
        'The kind "{}" is not understood; write 住宅 or 商铺.',
    ),
    "people.roll_share": (
        True,
        "产权份额“{}”看不懂或与业主人数不符。",
        'The share "{}" is not understood or does not fit the owners.',
    ),
    "people.roll_share_sum": (
        True,
        "同一户的产权份额加起来不是 100%。",
        "The shares of these premises do not add up to 100%.",
    ),
    "people.roll_phone": (
        False,
        "电话“{}”不是手机号，未采用。",
        'The phone "{}" is no mobile number and was left out.',
    ),
    "people.roll_phone_count": (
        False,
        "电话个数与人数对不上，多出的未采用。",
        "There are not as many phones as people; what is over was left out.",
    ),
    "people.roll_id_number": (
        False,
        "证件号码不正确（可能被 Excel 当成数字而丢了末位），未采用。",
        "The ID number is wrong (Excel may have cut its last digits) and was left out.",
    ),
    "people.roll_owner_missing": (False, "没有业主姓名。", "The owner's name is missing."),
    "people.roll_duplicate": (False, "与前面的行完全相同，已忽略。", "The row repeats an earlier one and was ignored."),
    "people.roll_conflict": (
        True,
        "同一房号出现两次，但面积不同（另一处在第 {} 行）。",
        "The same door stands twice with different areas (the other is in row {}).",
    ),
    "people.roll_namesake": (
        False,
        "同一小区有同名不同电话的“{}”，请核对是否同一人。",
        'In this compound stands another "{}" with another phone: check whether it is one person.',
    ),
    "people.roll_parking": (
        False,
        "车位、储藏间不列入名册，已跳过。",
        "Parking and storage are not on the roll; skipped.",
    ),
}
SHOWN = 12


def said(code: str, value: str = "") -> tuple[str, str]:
    """The sentence in Chinese and English, with what the cell holds."""
    _, text_zh, text_en = PROBLEMS[code]
    short = value if len(value) <= SHOWN else value[:SHOWN] + "…"
    return text_zh.replace("{}", short), text_en.replace("{}", short)
