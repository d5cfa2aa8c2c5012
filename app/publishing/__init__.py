"""Checklists made on a running installation: drafts, publishing, and the commands of authors."""
