"""Items of status reports, each version for good, and the questionnaires that programmes put together from them."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.programmes.models import Programme
from cases.questionnaires.definition import Item, declaration
from cases.records.models import Record

if TYPE_CHECKING:
    from cases.staff.models import User


class ItemVersion(Record):
    """One version of one item. It is never changed: answers given to it stay what they were."""

    code = models.SlugField(_("code"), max_length=40)
    edition = models.SlugField(_("version"), max_length=20)
    definition = models.TextField(_("definition"))  # JSON as text: the order of choices is part of it

    class Meta:
        ordering = ["code", "edition"]
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "edition"],
                name="item_version_once",
                violation_error_message=_("This version of the item is there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.edition}"

    @cached_property
    def declared(self) -> dict[str, Any]:
        """The definition as plain data. Raises `UnreadableItem`."""
        return declaration(self.code, self.edition, self.definition)

    @cached_property
    def item(self) -> Item:
        """The definition, read. Raises `UnreadableItem`."""
        return Item.of(self.code, self.edition, self.declared)


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    """Filters of questionnaires."""

    def visible_to(self, user: "User") -> "QuestionnaireQuerySet":
        """Those of the programmes that the user knows."""
        return self.filter(programme__in=Programme.objects.visible_to(user))


class Questionnaire(Record):
    """What the status reports of a programme ask, from the day it was put together until the next one is."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="questionnaires")
    number = models.PositiveSmallIntegerField(_("number"))
    items: "models.ManyToManyField[ItemVersion, QuestionnaireItem]" = models.ManyToManyField(
        ItemVersion, through="QuestionnaireItem", related_name="questionnaires"
    )

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "-number"]
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="questionnaire_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"

    @cached_property
    def asked(self) -> tuple[Item, ...]:
        """The items in their order."""
        rows = self.questionnaire_items.select_related("version_asked").order_by("position")
        return tuple(row.version_asked.item for row in rows)


class QuestionnaireItem(Record):
    """One item of a questionnaire."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="questionnaire_items")
    version_asked = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["questionnaire", "position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "version_asked"], name="questionnaire_item_once"),
            models.UniqueConstraint(fields=["questionnaire", "position"], name="questionnaire_position_once"),
        ]

    def __str__(self) -> str:
        return str(self.version_asked)
