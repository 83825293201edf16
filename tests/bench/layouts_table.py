"""Print how many printed cells of the published forms come back, by layout and file format."""

from layouts.compare import outcomes, table


def main() -> None:
    """Print the table and every wrong cell."""
    print(table(outcomes()))


if __name__ == "__main__":
    main()
