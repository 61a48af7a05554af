"""Articles and the installed packages of a pair go in; what each makes of them, side by side, comes out."""
