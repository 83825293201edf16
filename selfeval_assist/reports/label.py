"""The label of files that hold words of a model which a person accepted.

Keys as in annex E of GB 45438-2025, under ``AIGC``. Whether an offline office tool has to label at
all is open; the policy has the switch, and its source says so. The composer's words never count.
"""

import json
from collections.abc import Collection

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.policies import policy_for
from selfeval_assist.review import pending
from selfeval_assist.review.kept import standing

AIGC, AI_LABEL = "AIGC", "人工智能生成合成内容"
"""The names of two properties of a file: the keys of the standard, the same for a reader."""
_CERTAIN = "1"
"""The value of Label for content that is known to be generated (GB 45438-2025; from memory)."""


def _labelled(form: SelfEvaluation, model_fields: Collection[str]) -> tuple[str, ...]:
    """Return the fields that hold words of a model: those named, and those the form knows of."""
    own = (each.where for each in standing(form) if each.model)
    return tuple(dict.fromkeys((*model_fields, *own)))


def aigc(form: SelfEvaluation, model_fields: Collection[str] = ()) -> dict[str, str]:
    """Return the label by the keys of the standard, or nothing where none is due.

    The producer is the model, its number that of the draft in the record; nobody has spread the
    file yet, and the reserved keys are left empty.

    Args:
        form: the form.
        model_fields: the fields in which a model's sentence was accepted, besides those that the
            form knows of itself.
    """
    fields = _labelled(form, model_fields)
    if not fields or not policy_for(form).labels.metadata:
        return {}
    kept = [each for each in standing(form) if each.model]
    return {
        "Label": _CERTAIN,
        "ContentProducer": "、".join(dict.fromkeys(each.model for each in kept)),
        "ProduceID": "、".join(dict.fromkeys(each.draft for each in kept)),
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }


def ai_label(form: SelfEvaluation, model_fields: Collection[str] = ()) -> dict[str, str]:
    """Return the same as properties of a .docx or .xlsx file, with the fields in words."""
    keys = aigc(form, model_fields)
    if not keys:
        return {}
    return {
        AIGC: json.dumps(keys, ensure_ascii=False),
        AI_LABEL: f"以下内容含经人工审阅采用的模型拟稿：{_named(form, model_fields)}",
    }


def draft_line(form: SelfEvaluation, model_fields: Collection[str] = ()) -> str:
    """Return the line that a reader of a draft sees, or nothing.

    A form is a draft while a person still has to fill something in.
    """
    if not _labelled(form, model_fields) or not pending(form):
        return ""
    if not policy_for(form).labels.visible_in_drafts:
        return ""
    return f"草稿。含人工智能拟稿、经人工审阅的内容：{_named(form, model_fields)}"


def _named(form: SelfEvaluation, model_fields: Collection[str]) -> str:
    return "、".join(paths.label(form, path) for path in _labelled(form, model_fields))
