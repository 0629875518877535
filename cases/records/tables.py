"""New tables for a migration, made all at once."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class NewTables(SeparateDatabaseAndState):
    """The tables of the models that some operations create, as the last of these operations leaves them.

    Django puts all models together anew after each operation, and these know nearly all of each other: of a hundred
    operations on forty models that took most of the time a new database needs.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        super().__init__(state_operations=operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)  # put together again by whoever asks for it next
        super().state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,
    ) -> None:
        for name in self._created():
            schema_editor.create_model(to_state.apps.get_model(app_label, name))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        for name in reversed(self._created()):
            schema_editor.delete_model(from_state.apps.get_model(app_label, name))

    def _created(self) -> list[str]:
        return [operation.name for operation in self.state_operations if isinstance(operation, CreateModel)]
