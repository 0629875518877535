"""An invented world that runs through the real actions: the Copenhagen project with its partners and staff."""
