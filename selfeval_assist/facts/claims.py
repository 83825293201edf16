"""Words that claim something without any number: verdicts, causes, completeness, directions."""

import re

VERDICT = re.compile(
    r"(?:未能?|没有|尚未|未曾|不能|未按期|未按时|未全部|部分|基本)(?:[全部按期时如]{0,4})(?:完成|达成|达标|达到|实现)"
    r"|(?:全部|全面|圆满|顺利|如期|按期|按时|提前|超额|均已|已全部|胜利|高质量)(?:地)?(?:完成|达成|达标|实现|达到)"
    r"|(?:完成|达到|实现|达成|符合|满足)了?(?:全部|既定|预期|预定|年度|各项|绩效|总体)+(?:绩效)?(?:目标|指标值?|要求|效果|任务|水平)"
    r"|(?:完成|达到|实现|达成)了?(?:目标|指标值)|达成|达标|超额|超目标|不达标|逾期|延期|滞后|未达|符合预期|好于预期|低于预期|高于预期"
)
NEGATIVE = re.compile(r"未|没有|尚|不能|不达|部分|基本|逾期|延期|滞后|低于预期")
EXCEEDING = re.compile(r"超额|超目标|好于预期|高于预期")
_NO_CAUSE_BEFORE = "原起成诱基病死内外主前后"
CAUSAL = re.compile(
    rf"(?<![{_NO_CAUSE_BEFORE}])因(?![素此子公式特人地材病数])|由于|受.{{1,16}}?影响|导致|致使|鉴于|造成|所致|源于|缘于|"
    r"得益于|归功于|引起|引发|之所以|使得|原因(?:主要)?(?:是|为|在于|系|：|:)"
)
"""A causal word; allowed only in a sentence that holds a cause a person stated."""

ALL_DONE = re.compile(r"全部|全面|均|所有|各项|悉数|无一|皆|百分之百")
"""A claim of completeness in a template; a wording of a slot's fact (``均为``) is not one."""

ALL_DONE_TEXT = re.compile(
    r"(?:全部|全面|均|都|圆满|悉数|皆)(?:已|按期|如期|按时|顺利|已经)*(?:完成|达成|达标|实现|达到(?:目标|年度|预期|要求))"
    r"|(?:完成|达到|实现|达成)了?(?:全部|所有|各项)(?:年度|绩效|既定|预期|工作)*(?:目标|指标|任务)"
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
