"""Teams, the programmes they work in, and the roles of their members."""
