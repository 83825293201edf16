"""Where the command line begins."""

import sys

import selfeval_assist.environment  # noqa: F401  # before anything else


def main() -> None:
    """Run the command line."""
    from selfeval_assist.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
