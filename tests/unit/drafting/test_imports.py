"""What drafting loads and what it keeps quiet."""

import programs

HEAVY = "{'langchain', 'langchain_core', 'langchain_openai', 'langsmith', 'openai', 'httpx2'}"


def run(code: str, **env: str) -> str:
    done = programs.python(code, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


LOADED = f"import sys; print(sorted({{m.split('.')[0] for m in sys.modules}} & {HEAVY}))"


def test_composing_loads_no_model_client() -> None:
    code = (
        "import selfeval_assist.drafting\n"
        "from selfeval_assist.drafting import compose, draft, from_environment, serve\n"
        "from selfeval_assist.form import SelfEvaluation\n"
        "from selfeval_assist.policies import policy_for\n"
        "from selfeval_assist.scoring import score\n"
        "form = SelfEvaluation(project='某项目', year=2021)\n"
        "compose('actual', form, score(form, policy_for(form)))\n"
    )
    assert run(code + LOADED) == "[]"


def test_talking_and_looking_over_the_installation_load_no_model_client() -> None:
    code = (
        "import asyncio, datetime\n"
        "from pathlib import Path\n"
        "from selfeval_assist.drafting import compose, converse, preview, Endpoint, probe\n"
        "from selfeval_assist.form import SelfEvaluation\n"
        "from selfeval_assist.policies import policy_for\n"
        "from selfeval_assist.reports.doctor import doctor\n"
        "from selfeval_assist.reports.doctor_text import doctor_text\n"
        "from selfeval_assist.review.thread import begin\n"
        "from selfeval_assist.scoring import score\n"
        "form = SelfEvaluation(project='某项目', year=2021)\n"
        "sheet = score(form, policy_for(form))\n"
        "thread = begin(compose('planned', form, sheet), form)\n"
        "now = datetime.datetime.now(datetime.UTC)\n"
        "for said in ('更简短', '为什么', '补充：已验收，出处：《台账》'):\n"
        "    asyncio.run(converse(thread, said, form, sheet, person='甲', at=now,"
        " keep=lambda each: None))\n"
        "here = Endpoint(base_url='http://127.0.0.1:9/v1', model='m')\n"
        "preview('planned', form, sheet, here)\n"
        "doctor_text(doctor({}, workspace=Path('nowhere') / 'w'))\n"
    )
    assert run(code + LOADED) == "[]"


def test_asking_a_model_does_load_it() -> None:
    loaded = run("import selfeval_assist.drafting.connection.client\n" + LOADED)
    assert "langchain_openai" in loaded


def test_tracing_is_off_whatever_the_environment_says() -> None:
    code = (
        "import os\n"
        "import selfeval_assist.drafting\n"
        "print([os.environ[n] for n in ('LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING_V2',"
        " 'LANGSMITH_GATEWAY')])\n"
        "import selfeval_assist.drafting.connection.client\n"
        "from langsmith.utils import tracing_is_enabled\n"
        "print(tracing_is_enabled())\n"
    )
    names = ("LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGSMITH_GATEWAY",
             "LANGSMITH_TRACING", "LANGCHAIN_TRACING")  # fmt: skip
    assert run(code, **dict.fromkeys(names, "true")) == "['false', 'false', 'false']\nFalse"
