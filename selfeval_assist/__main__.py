"""Where the command line begins."""

import sys

import selfeval_assist.environment  # noqa: F401  # before anything else
from selfeval_assist.failures import last_resort


def main() -> None:
    """Run the command line."""
    sys.exit(last_resort(_run))


def _run() -> int:
    from selfeval_assist.cli import run
    from selfeval_assist.cli_output import prepare_streams

    prepare_streams()
    return run(sys.argv[1:])


if __name__ == "__main__":
    main()
