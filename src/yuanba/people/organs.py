"""The five service organs of a special governance committee, as its "departments": a template that a committee may change.

Keys are what categories of reports name; names and duties are data of the register, written as offices write them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Organ:
    key: str
    name: str
    duty: str


# Source: 小区专项治理工作委员会“五大服务机构”, as a subdistrict of Chenghua district, Chengdu, set them up; the duties are ours.
ORGANS: tuple[Organ, ...] = (
    Organ("NEIGHBOURS", "小区健康邻里关系营造小组", "邻里纠纷调解、文明养犬、噪声扰民、邻里互助与活动"),
    Organ("AUTONOMY", "小区自治建设观察小组", "业主自治、议事规则、物业履约观察、意见收集与督促"),
    Organ("SAFETY", "公共事务（安全）管理小组", "消防、电梯、燃气、高空抛物、电瓶车等公共安全与秩序"),
    Organ("SERVICES", "综合服务执行委员会", "环境卫生、设施报修、绿化、停车、便民服务的落实"),
    Organ("RIGHTS", "小区公共权益管理小组", "公共收益、公共部位、维修资金、物业费等权益事项"),
)
ORGAN_KEYS: frozenset[str] = frozenset(one.key for one in ORGANS)
