"""How long lists are parted. A module of its own: the framework loads it while it loads itself."""

from typing import Any

from rest_framework.pagination import PageNumberPagination

from cases.api.limits import LAST_PAGE, MOST_ROWS, ROWS

NUMBERS = {"page": LAST_PAGE, "page_size": MOST_ROWS}


class Pages(PageNumberPagination):
    """Pages of 50 rows, or as many as `page_size` asks for. `cases.api.query` has checked both numbers before."""

    page_size = ROWS
    page_size_query_param = "page_size"
    max_page_size = MOST_ROWS

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Both numbers with their bounds."""
        return [
            parameter | {"schema": {"type": "integer", "minimum": 1, "maximum": NUMBERS[parameter["name"]]}}
            for parameter in super().get_schema_operation_parameters(view)
        ]
