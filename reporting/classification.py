"""How sensitive each field of the reporting records is."""

from cases.records.classification import declare

declare(
    "reporting.ReportRun",
    neutral="public_id kind programme start end as_of state steps_done steps_total error requested_at moved_at"
    " started_at finished_at attempt attempts_allowed",
    personal="requested_by",
    # Small numbers, unsuppressed, about living conditions.
    sensitive="parts result",
)
declare("reporting.ReportRunStep", neutral="run event from_state to_state at", personal="by")
declare(
    "reporting.ExportRun",
    neutral="programme form is_deidentified tables row_counts requested_at",
    personal="requested_by",
)
declare("reporting.Funding", neutral="programme source kind amount note")
