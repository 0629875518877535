"""Statistics of others, as they were published: series, their versions, and how they changed."""
