"""Glossary tables go in; what is wrong with them, where and how to mend it comes out."""
