"""Glossary tables and what is to change go in; the changed tables come out, the rest of them untouched."""
