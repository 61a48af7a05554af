"""The review loop: edited bilingual files become a merged bitext, differences and glossary proposals."""
