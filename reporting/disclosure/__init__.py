"""What is hidden so that no small number can be worked out."""
