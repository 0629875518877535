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
declare(
    "reporting.Edition",
    neutral="public_id programme run audience audience_key kind start end threshold state error attempt against"
    " requested_at moved_at released_at",
    personal="requested_by released_by",
    # `system` holds the counts as they are; what is hidden says where the small ones are.
    sensitive="result system hidden",
)
declare("reporting.ReportRunStep", neutral="run event from_state to_state at", personal="by")
declare(
    "reporting.ExportRun",
    neutral="programme form is_deidentified tables row_counts requested_at",
    personal="requested_by",
)
declare("reporting.Funding", neutral="programme source kind category stage year amount note")
declare("reporting.PostHours", neutral="post start end weekly_hours")
declare("reporting.Used", neutral="line post year quarter amount hours")
declare("reporting.Series", neutral="code name_da name_en source unit")
declare("reporting.SeriesVersion", neutral="series published_on")
declare("reporting.SeriesValue", neutral="version municipality group period value")
declare(
    "reporting.Target",
    neutral="programme kind label_da label_en municipality unit measured_by figure reference baseline_low"
    " baseline_high baseline_year baseline_source direction start due is_chosen is_example",
)
declare("reporting.TargetValue", neutral="target start low high")
# Counts of young people, as small as they are.
declare("reporting.TargetCount", neutral="target on", sensitive="number")
