"""The Chinese of the Word documents. Those of the PDF templates stand in the templates."""

ATTACHMENT = "附件"
ATTACHMENT_NOTE = "附件："
COPY_TO = "抄送："
PRINTED_ON = "印发"

# ---- naming decision
DECISION_TITLE = "关于命名{activity}\n表扬对象的决定"
DECISION_BASIS = "根据{basis}精神，{organiser}组织开展了{activity}。经{stages}，并经公示，现决定："
DECISION_MANY = "命名{first}等{count}{measure}为“{honour}”。"
DECISION_ONE = "命名{first}为“{honour}”。"
DECISION_LIST = "命名名单见附件。"
DECISION_HOPE = (
    "希望受到命名的个人和集体珍惜荣誉，继续为小区居民办实事。"
    "各社区、各小区要学习他们的做法，发动更多居民一起把小区治理好。"
)
DECISION_CHECK = "本决定及证书可在{address}查验。"
LIST_TITLE = "命名名单"
MEASURE_PERSON, MEASURE_THING = "名", "个"
COUNTED = "{honour}（{count}{measure}）"
LIST_HEADS = ("序号", "名称", "所在小区或单位", "所属社区")
PERSON_HEADS = ("序号", "姓名", "所在小区", "所属社区")
JOINER = "、"
EMPTY_CELL = "—"

# ---- notice of the proposed list
PROPOSED_TITLE = "关于{activity}\n拟表扬名单的公示"
PROPOSED_BASIS = (
    "根据{basis}精神，{organiser}组织开展了{activity}。"
    "经{stages}，拟对下列个人、集体和作品予以表扬，现予公示，接受监督。"
)
PROPOSED_PERIOD_HEADING = "公示时间"
PROPOSED_PERIOD = "{start}至{end}，共{days}个工作日。"
PROPOSED_OBJECTION_HEADING = "异议的提出"
PROPOSED_OBJECTION = (
    "对公示对象有不同意见的，请在公示期内向我们反映，并写明具体事实或提供线索。"
    "可以具名，也可以匿名；具名的，我们为反映人保密，并将处理结果告知本人。"
)
PROPOSED_CONTACT_HEADING = "联系方式"
PROPOSED_LIST_HEADING = "公示名单"
PROPOSED_ONLINE = "网上公示：{address}"

# ---- entry form
FORM_CALLED = "报名表"
FORM_SERIAL = "编号 {serial}"
FORM_PAGE = ("第 ", " 页，共 ", " 页")
FORM_HINT = "请用黑色笔填写，字写大些没关系；写不下可以另附纸。不会写可以请社区工作人员或家人代写，本人签字或按手印。"
FORM_NO_ID = "本表不需要身份证号和银行账号，请不要填写。"
FORM_CATEGORY = "参评奖项"
FORM_FIELDS = {
    "PERSON": (
        ("name", "姓名", ""),
        ("sex", "性别", ""),
        ("birth_month", "出生年月", "　　　年　　月"),
        ("phone", "联系电话", ""),
        ("compound", "所在小区、楼栋", "不用写房号"),
        ("political_status", "政治面貌", "选填；不填不影响参评。填写即同意仅供本次评选核对，不公开"),
    ),
    "ORGANISATION": (
        ("name", "单位（组织）名称", ""),
        ("founded", "成立时间", "　　　年　　月"),
        ("leader", "负责人及职务", ""),
        ("phone", "联系人及电话", ""),
        ("compound", "所在或服务的小区", ""),
        ("size", "人数", ""),
    ),
    "CASE": (
        ("name", "案例名称", ""),
        ("unit", "申报单位或个人", ""),
        ("phone", "联系人及电话", ""),
        ("compound", "实施的小区", ""),
        ("period", "实施时间", "　　　年　　月至　　　年　　月"),
    ),
    "WORK": (
        ("name", "作品名称", ""),
        ("unit", "作者或报送单位", ""),
        ("phone", "联系人及电话", ""),
        ("medium", "体裁和发布平台", ""),
        ("published", "首次发布日期", "　　　年　　月　　日"),
        ("link", "网址", "没有可不填"),
    ),
}
FORM_BASIC = "基本情况"
FORM_CRITERIA = "对照参评条件（逐条写做法和事例）"
FORM_NOT_APPLICABLE = "（本类对象不适用，不用填写）"
FORM_DEEDS = {
    "PERSON": "主要事迹",
    "ORGANISATION": "主要做法和成效",
    "CASE": "案例介绍（背景、做法、步骤、成效）",
    "WORK": "作品说明",
}
FORM_DEEDS_LIMIT = "（{chars}字以内，每行约{per_line}字，每{block}行约{block_chars}字）"
FORM_MATERIALS = "随表提交的材料（交了的打“√”）"
FORM_REQUIRED, FORM_OPTIONAL = "必交", "选交"
FORM_FEES = (
    "□ 我另外同意：为核对“按时缴纳物业服务费”，由系统向我所在小区的物业企业询问。物业只答“是”或“否”，不提供金额。"
    "（自愿勾选，不勾不影响参评；可随时撤回。）"
)
FORM_DECLARATION = "以上内容真实。我同意街道和社区为本次评选核对这些内容，并在公示和表扬时公开姓名（名称）和所在小区。"
FORM_DECLARED_BY = {"PERSON": "本人签字（或按手印）：", "ORGANISATION": "负责人签字（盖章）："}
FORM_DECLARED_BY_OTHERS = "申报人签字（盖章）："
FORM_DATE = "　　　　年　　月　　日"
FORM_PROXY = "代填人签字（请别人代写的才填）：　　　　　　　　联系电话：　　　　　　　　"
FORM_OPINIONS = ("社区意见", "街道意见")
FORM_SEAL = "（盖章）"
TICKED, UNTICKED = "☑", "☐"
