"""The columns of what is exported: values, texts, what of them leaves the house."""
