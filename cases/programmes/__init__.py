"""A programme as data: target group, phases and steps, posts, norms, partners."""
