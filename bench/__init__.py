"""Measurements of what the product promises in speed; `README.md` says how to read them."""
