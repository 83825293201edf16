"""Where rules come from, in the words shown to people.

A basis carries its standing (V verified, M from memory, P a choice of the product); a rule whose
own part is a choice says so itself. Article texts of the central documents have not been compared
with the official print yet, so they say so and have the standing M.
"""

from selfeval_assist.policies.model import Standing

CENTRAL_2020 = "财预〔2020〕10号《项目支出绩效评价管理办法》（条款凭记忆，引用前请核对）"
CENTRAL_2021 = "财预〔2021〕101号《核心绩效目标和指标设置及取值指引》（条款凭记忆，引用前请核对）"
PUBLISHED = "各地公开的自评表与填报系统中的通行做法（实务资料）"
REVIEWERS = "第三方机构审核自评表时的公开工作要点（实务资料）"
PRODUCT = "产品选择"

_STANDINGS: dict[str, Standing] = {
    CENTRAL_2020: "M", CENTRAL_2021: "M", PUBLISHED: "V", REVIEWERS: "V", PRODUCT: "P",
}  # fmt: skip


def standing_of(basis: str) -> Standing:
    """Return how sure we are of a basis; words may follow the constant that begins it.

    Raises:
        ValueError: it begins with none of them.
    """
    for begin, standing in _STANDINGS.items():
        if basis.startswith(begin):
            return standing
    raise ValueError(f"nobody knows the standing of {basis}")
