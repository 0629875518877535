"""The lines of a question: its answers and its rows, each with both languages and a code; and the skip rule."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cases.question_pages.rules import LONGEST_CODE, Line, code_of

MOST_LINES, SPARE_LINES, FIRST_LINES = 40, 2, 4

PARTS = ("da", "en", "code", "alone")


class LinesInput(forms.Widget):
    """Lines of texts. The `codes` are those that the question has already: they stay, for reports hold them."""

    template_name = "cases/question_pages/lines.html"
    use_fieldset = True

    def __init__(self, *, with_alone: bool = False) -> None:
        self.with_alone = with_alone
        self.codes: frozenset[str] = frozenset()
        super().__init__()

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, name: str) -> list[dict[str, str]]:
        """The lines as they were typed, but for those without a text."""
        lines = [
            {part: str(data.get(f"{name}.{number}.{part}") or "").strip() for part in PARTS}
            for number in range(MOST_LINES)
        ]
        return [line for line in lines if line["da"] or line["en"]]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        own, typed = (attrs or {}).get("id", ""), list(value or [])
        shown = max(len(typed) + SPARE_LINES, FIRST_LINES)
        lines = [*typed, *({} for _ in range(shown - len(typed)))][:MOST_LINES]
        context["widget"]["with_alone"] = self.with_alone
        context["widget"]["lines"] = [
            {"name": f"{name}.{number}", "id": f"{own}_{number}", "is_fixed": line.get("code") in self.codes, **line}
            for number, line in enumerate(lines)
        ]
        return context


class LinesField(forms.Field):
    """Lines of texts; a code that is left empty is made from the Danish text."""

    widget: Any = LinesInput

    def __init__(self, *args: Any, longest: int = LONGEST_CODE, **kwargs: Any) -> None:
        """`longest` is how many letters a code that is made has."""
        super().__init__(*args, **kwargs)
        self.longest = longest

    def to_python(self, value: Any) -> list[Line]:
        return [
            Line(
                line["code"] or code_of(line["da"], longest=self.longest),
                line["da"],
                line["en"],
                is_alone=bool(line["alone"]),
            )
            for line in value or []
        ]


class SkipInput(forms.CheckboxSelectMultiple):
    """The answers of the questions asked before, each question folded unless one of its answers is ticked."""

    template_name = "cases/question_pages/skip.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["folds"] = [
            {"label": label, "options": options, "is_open": any(one["selected"] for one in options)}
            for label, options, _index in context["widget"]["optgroups"]
        ]
        return context
