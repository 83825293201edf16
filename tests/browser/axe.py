"""What axe-core, run inside a page, finds wrong with it for whoever hears, enlarges or keys it."""

from typing import Any


async def faults(page: Any) -> list[str]:
    """Return the faults of a page as it is now: how grave, which rule, where, what is wrong."""
    from axe_playwright_python.async_playwright import Axe

    found = (await Axe().run(page)).response
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{each['impact']} {each['id']}: {node['html'][:200]} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
