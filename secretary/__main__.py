"""`python -m secretary`: the same as the `secretary` command."""

from secretary.cli import main

if __name__ == "__main__":
    main()
