"""What surveys write into ballots that they hold: the public reads it there."""

PLACE_TITLE = "{title} · {place}"
SCALE = "{question}（{low} 分最低，{high} 分最高）"
RULE_SOURCE = "问卷说明：每道题数一数各选项有多少人选，不产生当选者"
TOO_FEW = "交回的答卷太少，为了不让人猜出谁填了什么，没有拆封，不计入结果"
