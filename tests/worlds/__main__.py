"""python -m tests.worlds [WORLDS]: play worlds by seed and report what came of them."""

import sys

from tests.worlds.report import Report, add
from tests.worlds.world import World


def main() -> int:
    """0 when nothing was booked wrong, twice, or missed."""
    report = Report()
    for seed in range(int(sys.argv[1]) if len(sys.argv) > 1 else 20):
        world = World(seed)
        world.run()
        add(report, world)
    sys.stdout.write("\n".join(report.lines()) + "\n")
    return int(bool(report.mistakes))


if __name__ == "__main__":
    sys.exit(main())
