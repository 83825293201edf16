"""Where the command line begins."""

import sys

import selfeval_assist.environment  # noqa: F401  # before anything else


def main() -> None:
    """Run the command line."""
    from selfeval_assist.cli import run
    from selfeval_assist.cli_output import prepare_streams

    prepare_streams()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
