"""The audit trail: who did what with whose data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.audit.codes import AuditAction
from cases.staff.models import User


class AuditEvent(models.Model):
    """One use of personal data by one natural person. Rows are only ever added.

    `facts` holds codes, counts and search criteria, never free text from the case.
    """

    at = models.DateTimeField(_("when"), db_index=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    action = models.CharField(_("what"), max_length=20, choices=AuditAction.choices)
    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, null=True, related_name="audit_events")
    target = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-at"], name="audit_person")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target}"
