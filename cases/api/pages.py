"""How long lists are parted. A module of its own: the framework loads it while it loads itself."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Pages of 50 rows, or as many as `page_size` asks for, at most 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
