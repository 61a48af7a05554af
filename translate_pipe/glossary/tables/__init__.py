"""A glossary file's bytes go in; rows, columns and values come out, and an edited table goes back."""
