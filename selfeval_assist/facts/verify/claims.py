"""Words that claim something without any number: verdicts, causes, completeness, directions."""

import re

_GOALS = (
    r"(?:年度|绩效|预期|既定|预定|总体|全年|各项|全部|工作)*"
    r"(?:目标任务|目标值|目标|指标值|指标|要求|效果|任务|水平)"
)
VERDICT = re.compile(
    r"(?:未能?|没有|没能|尚未|未曾|不能|未按期|未按时|未如期|未全部|部分|基本)(?:全部|按期|按时|如期)?"
    rf"(?:完成|达成|达标|达到|实现|逾期)了?(?:{_GOALS})?"
    r"|(?:全部|全面|圆满|顺利|如期|按期|按时|提前|超额|均已|已全部|胜利|高质量)(?:地)?"
    rf"(?:完成|达成|达标|实现|达到)了?(?:{_GOALS})?"
    rf"|[不未](?:低于|少于|高于|大于|超过|超出|突破)了?{_GOALS}"
    rf"|(?:完成|达到|实现|达成|符合|满足|超过|超出|低于|高于)了?{_GOALS}"
    r"|达成|达标|超额|超目标|不达标|逾期|延期|滞后|未达|符合预期|好于预期|低于预期|高于预期"
)
"""A judgement in words about reaching a target."""

NEGATIVE = re.compile(r"未|没|尚|不能|不达|部分|基本|低于")
EXCEEDING = re.compile(r"超额|超目标|超过|超出|好于预期|高于")
OVERDUE = re.compile(r"(?<!未)(?:逾期|延期|滞后)|未(?:按期|按时|如期)")
ON_TIME = re.compile(r"(?<!未)(?:按期|如期|按时|提前)|未(?:逾期|延期|滞后)")
"""What a judgement says; tried in the order overdue, on time, not reached, exceeded."""

_NO_CAUSE_BEFORE = "原起成诱基病死内外主前后归"
CAUSAL = re.compile(
    rf"(?<![{_NO_CAUSE_BEFORE}])因(?:为|而)?(?!素|此|子|果|公|式|特网|人(?:而异|施策|员)|地制宜|材施教|病|数)|由于|受(.{{1,16}}?)影响|导致|致使|鉴于|造成|所致"
    r"|[源缘]于|源自|归因于|根源(?:在于|是)|得益于|归功于|引起|引发|之所以|使得|拜(.{1,10}?)所赐"
    r"|原因(?:主要)?(?:是|为|在于|系|：|:)|(?:(?<=[，；。])|^)主要(?:是因为|是由于|是|系|因|由于)"
    r"|(?<=[，；。])(?:这)?与(.{2,16}?)有关(?!的|部门|单位|方面|要求|规定)"
)
"""A causal word; allowed only where the words of a stated cause give the reason."""

BACKWARD = re.compile(r"导致|致使|造成|所致|引起|引发|使得")
"""Causal words whose reason stands before them."""

TREND = re.compile(
    r"同比|环比|[较比](?:上年|去年|上一?年度|往年|前年|历年)|与(?:上年|去年|上一?年度|往年)相比|逐年|连年"
)
"""A comparison with a year of which the form says nothing."""

DOCUMENT = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{0,8})[〔\[(【]\s*(?P<year>(?:19|20)\d{2}|[二两][〇零○一二三四五六七八九]{3})\s*[〕\])】]"
    r"\s*第?(?P<number>\d+|[一二三四五六七八九十百]+)号"
    r"|第?(?P<plain>\d+)号(?:令|文|公告|通知|决议)|[A-Za-z]{2,}[-_/]?\d{4}[-_/]?\d*"
)
"""The number of a document or contract."""

NAMED = re.compile(
    r"(?<!\d)\d{3,5}(?=[^，。；、\d]{0,8}热线)|第?[1-4]季度|(?<![\d.])123(?:15|18|20|28|29|33|45|48|55|66|71|88|89)(?![\d.%万亿元人个件次])|(?<![\dA-Za-z])(?:[345]G|H5|IPv[46]|[23]D|A[34]|\d[.]0版)(?![\dA-Za-z])"
    r"|1\+[NX\d]|7[·×xX]24"
)
"""Digits in the name of a service or a technique, which count nothing."""

SLOGAN = re.compile(r"“[一二两双三四五六七八九十](?!成|分之)[^“”\d]{3,9}”")
"""The name of a campaign in quotation marks (“两个免于提交”), whose numeral counts nothing."""

COMMON = frozenset(
    {
        "完成",
        "实际",
        "年度",
        "项目",
        "目标",
        "指标",
        "预算",
        "执行",
        "通过",
        "支付",
        "资金",
        "工作",
        "进行",
        "截至",
    }
)
"""Pairs of characters that say nothing about what a clause is about."""

ALL_DONE = re.compile(r"全部|全面|均|所有|各项|悉数|无一|皆|百分之百")
"""A claim of completeness in a template; a wording of a slot's fact (``均为``) is not one."""

_EVERY = r"(?:全部|所有|各项|全体|每项|每一项|各个|全年各项)"
_THINGS = r"(?:绩效|年度|三级|工作|目标|任务|既定|预期|\s)*(?:指标|目标|任务|工作)"
_ADVERBS = r"(?:均|都|全部|已经|已|皆|悉数|按期|按时|如期|顺利|圆满|全面)*"
_DONE = r"(?:完成|达成|达标|实现|达到(?:了)?(?:目标|年度|预期|要求|指标))"
ALL_DONE_TEXT = re.compile(
    rf"(?:全部|全面|均|都|圆满|悉数|皆)(?:已|按期|如期|按时|顺利|已经)*{_DONE}"
    rf"|(?:完成|达到|实现|达成)了?(?:全部|所有|全年|各项)+{_THINGS}"
    rf"|{_EVERY}{_THINGS}{_ADVERBS}{_DONE}|没有(?:一项|任何)[^，。；]{{0,8}}未|无一[^，。；]{{0,6}}未"
    rf"|指标(?:的)?完成率(?:达到|达|为)?(?:100%|百分之百)"
)
"""The same in running text, where 均 before a value is ordinary."""

PARTIAL = re.compile(r"其余|其他|其它|其中|除|上述|以上|等|未|没有|部分|尚")
"""Words that limit a claim of completeness to some of the rows."""

HEADING = re.compile(
    r"(?:产出|效益|成本|数量|质量|时效|控制|经济|社会|生态|环境|可持续|影响|服务对象|满意度)+"
    r"(?:指标)?(?:方面|目标)(?=[，,：:])"
)
"""The level that a part of a sentence is about; no indicator is named by it."""

PENDING = re.compile(r"【待填[^】\n]{0,200}】")
"""A visible request to the person; it claims nothing."""
