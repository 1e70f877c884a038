"""`python -m casestudy` is the command line."""

from casestudy.cli import main

main()
