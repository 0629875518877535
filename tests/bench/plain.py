"""The report's figures in plain SQL, one statement per indicator: the baseline that the report is measured against.

Each statement gives rows of (table, row, n), and medians where the indicator has them, and must agree with the report.
"""

from typing import Any

from django.db import connection

ENROLLED = """
    SELECT e.* FROM cases_enrolment e
    WHERE e.programme_id = %(programme)s AND e.start < %(until)s AND (e."end" IS NULL OR e."end" > %(start)s)
"""
# The programme that a contact was made for: chosen, else of the worker's assignment, team or teams' work on that day.
MADE_FOR = """
    (SELECT e.programme_id FROM cases_enrolment e
     WHERE e.person_id = cp.person_id AND e.start <= d.day AND (e."end" IS NULL OR e."end" > d.day)
       AND (e.programme_id = cp.programme_id OR NOT t.works OR e.programme_id = ANY (t.programmes)
            OR e.team_id = ANY (t.teams) OR EXISTS (SELECT 1 FROM cases_assignment a WHERE a.enrolment_id = e.id AND a.worker_id = c.by_id
                       AND a.start <= d.day AND (a."end" IS NULL OR a."end" > d.day)))
     ORDER BY e.programme_id = cp.programme_id DESC NULLS LAST,
              EXISTS (SELECT 1 FROM cases_assignment a WHERE a.enrolment_id = e.id AND a.worker_id = c.by_id
                      AND a.start <= d.day AND (a."end" IS NULL OR a."end" > d.day)) DESC,
              e.team_id = ANY (t.teams) DESC NULLS LAST, e.programme_id = ANY (t.programmes) DESC NULLS LAST,
              e.start DESC, e.id DESC
     LIMIT 1)
"""
WORKED = """
    CROSS JOIN LATERAL (SELECT (c.happened_at AT TIME ZONE 'Europe/Copenhagen')::date AS day) d
    CROSS JOIN LATERAL (
        SELECT array_agg(m.team_id) AS teams, array_agg(tp.programme_id) AS programmes,
               coalesce(bool_or(tp.id IS NOT NULL), false) AS works
        FROM cases_membership m LEFT JOIN cases_teamprogramme tp ON tp.team_id = m.team_id
        WHERE m.user_id = c.by_id AND m.role IN ('caseworker', 'authority', 'lead')
          AND m.start <= d.day AND (m."end" IS NULL OR m."end" > d.day)) t
"""
MET = f"""
    SELECT cp.person_id, c.kind, c.outcome
    FROM cases_contactperson cp JOIN cases_contact c ON c.id = cp.contact_id {WORKED}
    WHERE c.withdrawn_at IS NULL AND {MADE_FOR} = %(programme)s
      AND (c.happened_at AT TIME ZONE 'Europe/Copenhagen')::date >= %(start)s
      AND (c.happened_at AT TIME ZONE 'Europe/Copenhagen')::date < %(until)s
      AND EXISTS (
          SELECT 1 FROM cases_enrolment e
          WHERE e.programme_id = %(programme)s AND e.person_id = cp.person_id
            AND e.start <= (c.happened_at AT TIME ZONE 'Europe/Copenhagen')::date
            AND (e."end" IS NULL OR e."end" > (c.happened_at AT TIME ZONE 'Europe/Copenhagen')::date))
"""

STATEMENTS: dict[str, str] = {
    "screened": """
        WITH latest AS (
            SELECT DISTINCT ON (person_id) person_id, outcome, decided_on FROM cases_screening
            WHERE programme_id = %(programme)s AND decided_on >= %(start)s AND decided_on < %(until)s
            ORDER BY person_id, decided_on DESC, id DESC)
        SELECT 'outcome', outcome, count(*) FROM latest GROUP BY outcome
        UNION ALL
        SELECT 'enrolled', 'enrolled', count(*) FROM latest l WHERE outcome <> 'not_eligible' AND EXISTS (
            SELECT 1 FROM cases_enrolment e WHERE e.programme_id = %(programme)s AND e.person_id = l.person_id
            AND (e."end" IS NULL OR e."end" > l.decided_on) AND e.start <= %(as_of)s)
    """,
    "age_and_gender": """
        SELECT CASE WHEN grouping(gender) = 1 THEN 'age' ELSE 'gender' END, coalesce(gender, band), count(*)
        FROM (
            SELECT p.gender, CASE
                WHEN p.birth_date IS NULL THEN 'unknown'
                WHEN extract(year FROM age(e.start, p.birth_date)) <= 17 THEN 'under_18'
                WHEN extract(year FROM age(e.start, p.birth_date)) <= 20 THEN '18_20'
                WHEN extract(year FROM age(e.start, p.birth_date)) <= 24 THEN '21_24'
                WHEN extract(year FROM age(e.start, p.birth_date)) <= 29 THEN '25_29'
                ELSE '30_plus' END AS band
            FROM cases_enrolment e JOIN cases_person p ON p.id = e.person_id
            WHERE e.programme_id = %(programme)s AND e.reopens_id IS NULL
              AND e.start >= %(start)s AND e.start < %(until)s) AS rows
        GROUP BY GROUPING SETS ((gender), (band))
    """,
    "days_to_enrolment": f"""
        SELECT 'spread', 'first_contact', count(*),
               percentile_cont(0.5) WITHIN GROUP (ORDER BY wait)
        FROM (
            SELECT n.start - least((
                SELECT p.first_met_on WHERE NOT EXISTS (
                    SELECT 1 FROM cases_enrolment o
                    WHERE o.person_id = p.id AND o.start >= p.first_met_on AND o.start < n.start)), (
                SELECT min(d.day)
                FROM cases_contactperson cp JOIN cases_contact c ON c.id = cp.contact_id {WORKED}
                WHERE cp.person_id = p.id AND c.outcome = 'reached' AND c.withdrawn_at IS NULL
                  AND d.day <= n.start AND coalesce({MADE_FOR}, 0) IN (0, CASE WHEN d.day = n.start THEN %(programme)s END)
                  AND NOT EXISTS (
                      SELECT 1 FROM cases_enrolment o
                      WHERE o.person_id = p.id AND o.start >= d.day AND o.start < n.start))) AS wait
            FROM cases_enrolment n JOIN cases_person p ON p.id = n.person_id
            WHERE n.programme_id = %(programme)s AND n.reopens_id IS NULL
              AND n.start >= %(start)s AND n.start < %(until)s) AS waits
        WHERE wait >= 0
    """,
    "contacts_per_month": f"""
        SELECT 'kinds', kind, count(*) FROM ({MET}) AS met WHERE outcome = 'reached' GROUP BY kind
    """,
    "share_reached": f"""
        WITH met AS ({MET}), enrolled AS ({ENROLLED})
        SELECT 'outcomes', outcome, count(*) FROM met WHERE outcome <> 'without' GROUP BY outcome
        UNION ALL
        SELECT 'people', CASE WHEN person_id IN (SELECT person_id FROM met WHERE outcome = 'reached')
                         THEN 'reached' ELSE 'not_reached' END, count(DISTINCT person_id)
        FROM enrolled GROUP BY 2
    """,
    "phases": """
        SELECT 'now', t.code, count(*), NULL::float
        FROM cases_phasespell s JOIN cases_phasetemplate t ON t.id = s.phase_id
        JOIN cases_enrolment e ON e.id = s.enrolment_id
        WHERE e.programme_id = %(programme)s AND s.start < %(until)s
          AND (s."end" IS NULL OR s."end" >= %(until)s) AND (e."end" IS NULL OR e."end" >= %(until)s)
        GROUP BY t.code
        UNION ALL
        SELECT 'length', t.code, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY s."end" - s.start)
        FROM cases_phasespell s JOIN cases_phasetemplate t ON t.id = s.phase_id
        JOIN cases_enrolment e ON e.id = s.enrolment_id
        WHERE e.programme_id = %(programme)s AND s."end" >= %(start)s AND s."end" < %(until)s
        GROUP BY t.code
    """,
    "referral_days": """
        WITH submitted AS (
            SELECT v.referral_id, min(v.happened_on) AS day
            FROM housing_referralevent v JOIN housing_housingreferral r ON r.id = v.referral_id
            JOIN cases_enrolment e ON e.id = r.enrolment_id
            WHERE e.programme_id = %(programme)s AND v.to_state = 'submitted' AND v.happened_on <= %(as_of)s
            GROUP BY v.referral_id
            HAVING min(v.happened_on) >= %(start)s AND min(v.happened_on) < %(until)s)
        SELECT 'steps', to_state, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY reached - day)
        FROM (
            SELECT v.to_state, s.day, min(v.happened_on) AS reached
            FROM housing_referralevent v JOIN submitted s ON s.referral_id = v.referral_id
            WHERE v.happened_on <= %(as_of)s
            GROUP BY v.referral_id, v.to_state, s.day) AS first
        WHERE to_state IN (
            'received', 'approved', 'waiting', 'offered', 'accepted', 'contract', 'moved_in', 'followed_up')
        GROUP BY to_state
    """,
    "referrals_refused": """
        SELECT 'reasons', v.whose, count(*)
        FROM housing_referralevent v JOIN housing_housingreferral r ON r.id = v.referral_id
        JOIN cases_enrolment e ON e.id = r.enrolment_id
        WHERE e.programme_id = %(programme)s AND v.event IN ('reject', 'decline', 'fall_through', 'withdraw')
          AND v.happened_on >= %(start)s AND v.happened_on < %(until)s
        GROUP BY v.whose
    """,
    "own_home": f"""
        WITH enrolled AS ({ENROLLED})
        SELECT 'moved', 'moved', count(DISTINCT s.person_id)
        FROM housing_stay s JOIN enrolled e ON e.person_id = s.person_id AND e.start <= s.start
        WHERE s.kind = ANY(%(own_home)s) AND s.start >= %(start)s AND s.start < %(until)s
          AND NOT EXISTS (SELECT 1 FROM housing_stay b WHERE b.person_id = s.person_id
                          AND b.kind = ANY(%(own_home)s) AND b."end" = s.start)
    """,
    "shelter_nights": f"""
        SELECT 'nights', 'shelter', count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY nights)
        FROM (
            SELECT s.person_id, sum(least(coalesce(s."end", %(night)s), %(night)s)
                                    - greatest(s.start, %(start)s, f.day)) AS nights
            FROM housing_stay s JOIN (
                SELECT person_id, min(start) AS day FROM cases_enrolment
                WHERE programme_id = %(programme)s AND start <= %(as_of)s GROUP BY person_id) AS f USING (person_id)
            WHERE s.kind = 'shelter' AND s.start < %(night)s
              AND (s."end" IS NULL OR (s."end" > %(start)s AND s."end" > f.day)) AND s.person_id IN (SELECT person_id FROM ({ENROLLED}) AS enrolled)
            GROUP BY s.person_id) AS slept
        WHERE nights > 0
    """,
    "handovers": """
        SELECT 'answers', coalesce(answer, 'waiting'), count(*)
        FROM (
            SELECT DISTINCT ON (s.handover_id) s.handover_id, a.event AS answer
            FROM cases_handoverstep s JOIN cases_handover h ON h.id = s.handover_id
            JOIN cases_enrolment e ON e.id = h.enrolment_id
            LEFT JOIN cases_handoverstep a ON a.handover_id = s.handover_id
                AND a.event IN ('accept', 'reject', 'revoke') AND a.at >= s.at
            WHERE e.programme_id = %(programme)s AND s.event = 'send'
            ORDER BY s.handover_id, a.at) AS sent
        GROUP BY answer
    """,
    "closed": """
        SELECT 'reasons', reason, count(*) FROM cases_enrolment, unnest(closing_reasons) AS reason
        WHERE programme_id = %(programme)s AND "end" >= %(start)s AND "end" < %(until)s
        GROUP BY reason
    """,
}


def run(key: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[key], facts)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def disagreements(rows: list[tuple[Any, ...]], part: dict[str, Any], measure: str = "n") -> list[str]:
    """Counts and medians of plain SQL that the report gives differently; an indicator's own name for n varies."""
    found = []
    for table, code, n, *median in rows:
        row = next((row for row in part[table] if row["code"] == code), None)
        values = row["values"] if row else {}
        told = next((values[key] for key in (measure, "reached", "people") if key in values), 0)
        if told != n:
            found.append(f"{table}.{code}: {told} in the report, {n} in plain SQL")
        if median and median[0] is not None and abs(values["median"] - float(median[0])) > 0.06:
            found.append(f"{table}.{code}: median {values['median']} in the report, {median[0]} in plain SQL")
    return found
