"""The linter calint. This package contains no code of it: it finds the program and runs it."""
