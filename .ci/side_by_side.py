"""Write docs/side-by-side.md: each text before drafting was rebuilt, now, and with a model.

Before: ``docs/side-by-side.before.json``, what the composer of commit 80660fc wrote, kept as data.
Now: the composer of this tree. With a model: the recorded replies of tests/data/replies, which a
hand wrote that saw only the prompts, through the checks of this tree.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
BEFORE = ROOT / "docs" / "side-by-side.before.json"
PAGE = ROOT / "docs" / "side-by-side.md"
HANDS = "ab"
"""The hands that wrote replies, in the order in which one is chosen for the page."""
HEAD = (
    "# 起草前后对照",
    "*Side by side, made by `make side-by-side`: what each form says itself, what the composer\n"
    "wrote before drafting was rebuilt, what it writes now, and what a recorded reply of a model\n"
    "becomes once it has passed the checks.*",
    "八份表：两份样表、一份填好的示例表、五份公开的自评表。每段文字依次列出：",
    "- **表中原文**：这份表自己写的；没有写的不列。\n"
    "- **原来**：改写起草功能以前的程序拟稿（提交 80660fc）。\n"
    "- **现在，不用模型**：现在的程序拟稿。\n"
    "- **现在，用模型**：只看到提示的人写的答复，经现在的核对，数值由程序填入；\n"
    "  没有通过核对、又必须写到的，由程序补写，句后注〔程序补写〕。",
    "数值都来自各表；`【待填：…】`是只有填报人才知道、而没有人说明的。",
)


def main() -> None:
    """Write the page."""
    sys.path.insert(0, str(ROOT / "tests"))
    before = json.loads(BEFORE.read_text(encoding="utf-8"))
    parts = [part for name, texts in before.items() for part in _form(name, texts)]
    PAGE.write_text("\n\n".join([*HEAD, *parts]) + "\n", encoding="utf-8")


def _form(name: str, before: dict[str, str]) -> Iterator[str]:
    import every_form

    from selfeval_assist.documents.writers.markdown import escape
    from selfeval_assist.form import paths
    from selfeval_assist.form.text import strip_tags
    from selfeval_assist.policies import policy_for
    from selfeval_assist.reports.drafts import composed, title_of
    from selfeval_assist.scoring import score

    form = every_form.forms()[name]
    model = _with_model(name)
    now = {
        each.where: (each.task, "".join(sentence.text for sentence in each.sentences))
        for each in composed(every_form.jobs(form), form, score(form, policy_for(form)))
    }
    yield f"## {escape(form.project)}"
    yield escape(f"{form.unit or form.department}，{form.year or '未填'}年度")
    for where, (task, text) in now.items():
        told = {
            "表中原文": strip_tags(paths.text(form, where)),
            "原来": before.get(where, ""),
            "现在，不用模型": text,
            "现在，用模型": model.get(where, ""),
        }
        if any(list(told.values())[1:]):
            yield f"### {escape(title_of(form, task, where))}"
            yield from (
                f"**{label}**\n\n> {_quoted(escape(said))}" for label, said in told.items() if said
            )


def _quoted(text: str) -> str:
    return "\n>\n> ".join(line.strip() for line in text.split("\n") if line.strip())


def _with_model(name: str) -> dict[str, str]:
    """Return what the recorded replies to a form's prompts become, by field path."""
    import recorded

    from selfeval_assist.drafting.settling import settled
    from selfeval_assist.review import Origin

    replies = {each.name: each for each in recorded.replies()}
    found: dict[str, str] = {}
    for number in range(1, len(recorded.orders(name)) + 1):
        names = (f"{name}-{number}-{hand}" for hand in HANDS)
        reply = next((replies[each] for each in names if each in replies), None)
        if reply is None:
            continue
        late = "（所依据的材料已有变化，待重录）" if reply.name in recorded.stale() else ""
        for outcome in reply.second():
            sentences, why = settled(outcome)
            text = "".join(
                each.text + "〔程序补写〕" * (each.origin is Origin.COMPOSER and not each.pending)
                for each in sentences
            )
            given_up = f"（{why}，用程序拟稿）" if why and not outcome.accepted else ""
            found[outcome.part.where] = text + given_up + late
    return found


if __name__ == "__main__":
    main()
