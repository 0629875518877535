"""What records share that go step by step: whose turn it is, the form of a step, marks and buttons."""
