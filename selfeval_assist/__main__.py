"""Where every start begins: the environment is set before anything else is imported."""

import os
import sys

# langsmith comes with langchain-core and would send drafts, which hold unpublished figures, to a
# cloud service if a shell had tracing switched on. The first name outranks the others.
os.environ["LANGSMITH_TRACING_V2"] = "false"
os.environ["LANGCHAIN_TRACING_V2"] = "false"
os.environ["LANGSMITH_GATEWAY"] = "false"
# Under the Kitty keyboard protocol input methods lose long commits; textual reads this once.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")


def main() -> None:
    """Run the command line."""
    from selfeval_assist.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
