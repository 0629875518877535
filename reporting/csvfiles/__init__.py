"""CSV as people and programs open it: separators, formulas made harmless."""
