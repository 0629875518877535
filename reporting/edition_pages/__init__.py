"""Editions in the browser: asked for, made by a worker, looked at, released, read and taken along."""
