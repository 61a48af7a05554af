"""`python -m translate_pipe` is the same as `translate-pipe`."""

from translate_pipe.cli import main

if __name__ == "__main__":
    main()
