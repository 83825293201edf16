"""Print what a model would be sent for a form of the test data: ``prompts.py 016 [实际完成情况]``.

Without arguments the names of the forms are listed. Recorded replies are written from this.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import every_form

from selfeval_assist.policies import policy_for
from selfeval_assist.reports.drafts import prompts
from selfeval_assist.scoring import score


def main(arguments: list[str]) -> None:
    """Print the requests of one form, or the names of all."""
    forms = every_form.forms()
    if not arguments:
        print("\n".join(forms))
        return
    form = forms[arguments[0]]
    for page in prompts(form, score(form, policy_for(form)), "".join(arguments[1:2])):
        print(page)


if __name__ == "__main__":
    main(sys.argv[1:])
