"""督导通: food-safety 包保督导, from the scan of a notice to the closing (销号) of every issue."""
