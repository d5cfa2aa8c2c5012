"""For who makes checklists: checking, comparing, releasing; Excel and XLSForm in, Excel out."""
