"""Print in one run what the checks find on published forms and how fast they are."""

from bench import speed, tables


def main() -> None:
    """Print the tables, then the times."""
    for title, text in (
        ("Arithmetic of the published forms", tables.arithmetic()),
        ("Defects of the published forms", tables.defects()),
        ("Errors judged wrong", tables.wrong()),
        (f"Speed, {speed.ROUNDS} rounds, {speed.ROWS} rows", speed.report(speed.measure())),
    ):
        print(f"## {title}\n{text}\n")


if __name__ == "__main__":
    main()
