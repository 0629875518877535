"""What stands around every page: menu, front doors, context, the gallery of components."""
