"""Template helpers of the user interface."""

from django import template

register = template.Library()
