"""What every start sets in the environment, on import, before anything else is imported."""

import os

# langsmith comes with langchain-core and would send drafts, which hold unpublished figures, to a
# cloud service if a shell had tracing switched on. The first name outranks the others.
os.environ["LANGSMITH_TRACING_V2"] = "false"
os.environ["LANGCHAIN_TRACING_V2"] = "false"
os.environ["LANGSMITH_GATEWAY"] = "false"
# Under the Kitty keyboard protocol input methods lose long commits; textual reads this once.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
# No plugin of pydantic is used; to look for one reads what every installed package says of itself.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
