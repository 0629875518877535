"""The report's figures in plain SQL, one statement per indicator: what the report is measured against, and checked by.

Each statement gives rows of (table, row, figures by measure). Every figure it gives must be the report's, and where it
gives no row of a table, the report must count nobody.
"""

import json
from datetime import timedelta
from typing import Any

from django.db import connection

from housing.stays.codes import OWN_HOME_KINDS
from reporting.figures.facts import Facts


def spread(column: str) -> str:
    """The quartiles of a column with one decimal, as pairs of a JSON object."""
    shares = {"lower": 0.25, "median": 0.5, "upper": 0.75}
    return ", ".join(
        f"'{key}', round((percentile_cont({share}) WITHIN GROUP (ORDER BY {column}))::numeric, 1)"
        for key, share in shares.items()
    )


def n(what: str = "*", more: str = "") -> str:
    """A JSON object with the number of rows, and more pairs."""
    return f"json_build_object('n', count({what}){', ' + more if more else ''})::jsonb"


BEGUN = """
    SELECT e.* FROM cases_enrolment e
    WHERE e.programme_id = %(programme)s AND e.start <= %(as_of)s AND e.registered_at <= %(known)s
"""
ENROLLED = f"""{BEGUN} AND e.start < %(until)s AND (e."end" IS NULL OR e."end" > %(start)s)"""
FIRST = f"SELECT person_id, min(start) AS day FROM ({BEGUN}) AS begun GROUP BY person_id"
# The programme that a contact was made for: chosen, else of the worker's assignment, of a team of the worker, or of the
# teams' work on that day; each time the latest begun.
MADE_FOR = """
    (SELECT e.programme_id FROM cases_enrolment e
     CROSS JOIN LATERAL (SELECT CASE
         WHEN e.programme_id = cp.programme_id THEN 0
         WHEN EXISTS (SELECT 1 FROM cases_assignment a WHERE a.enrolment_id = e.id AND a.worker_id = c.by_id
                      AND a.start <= d.day AND (a."end" IS NULL OR a."end" > d.day)) THEN 1
         WHEN e.team_id = ANY (t.teams) THEN 2
         WHEN e.programme_id = ANY (t.programmes) THEN 3
         WHEN NOT t.works THEN 4 END AS far) AS step
     WHERE e.person_id = cp.person_id AND e.start <= d.day AND (e."end" IS NULL OR e."end" > d.day)
       AND step.far IS NOT NULL
     ORDER BY step.far, e.start DESC, e.id DESC
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
    WHERE c.withdrawn_at IS NULL AND c.registered_at <= %(known)s AND {MADE_FOR} = %(programme)s
      AND d.day >= %(start)s AND d.day < %(until)s
      AND EXISTS (SELECT 1 FROM ({BEGUN}) AS e WHERE e.person_id = cp.person_id
                  AND e.start <= d.day AND (e."end" IS NULL OR e."end" > d.day))
"""
WAITS = f"""
    SELECT n.start - least((
        SELECT p.first_met_on WHERE NOT EXISTS (
            SELECT 1 FROM cases_enrolment o WHERE o.registered_at <= %(known)s
            AND o.person_id = p.id AND o.start >= p.first_met_on AND o.start < n.start)), (
        SELECT min(d.day)
        FROM cases_contactperson cp JOIN cases_contact c ON c.id = cp.contact_id {WORKED}
        WHERE cp.person_id = p.id AND c.outcome = 'reached' AND c.withdrawn_at IS NULL AND c.registered_at <= %(known)s
          AND d.day <= n.start AND coalesce({MADE_FOR}, 0) IN (0, CASE WHEN d.day = n.start THEN %(programme)s END)
          AND NOT EXISTS (
              SELECT 1 FROM cases_enrolment o WHERE o.registered_at <= %(known)s
              AND o.person_id = p.id AND o.start >= d.day AND o.start < n.start))) AS wait
    FROM ({BEGUN}) AS n JOIN cases_person p ON p.id = n.person_id
    WHERE n.reopens_id IS NULL AND n.start >= %(start)s AND n.start < %(until)s
"""


def of_programme(table: str, day: str) -> str:
    """Rows made for an enrolment of the programme, or for none and then with the next enrolment there was."""
    return f"""
    SELECT r.* FROM {table} r LEFT JOIN cases_enrolment own ON own.id = r.enrolment_id
    WHERE own.programme_id = %(programme)s OR (r.enrolment_id IS NULL AND (
        SELECT e.programme_id FROM cases_enrolment e
        WHERE e.person_id = r.person_id AND e.registered_at <= %(known)s AND e.start <= %(as_of)s
          AND (e."end" IS NULL OR e."end" > {day})
        ORDER BY e.start, e.id LIMIT 1) = %(programme)s)
    """


STEPS = f"""
    SELECT v.* FROM housing_referralevent v
    JOIN ({of_programme("housing_housingreferral", "r.opened_on")}) AS r ON r.id = v.referral_id
    WHERE v.registered_at <= %(known)s AND v.happened_on <= %(as_of)s
"""
ANSWERED = f"""
    WITH steps AS (
        SELECT s.*, (s.at AT TIME ZONE 'Europe/Copenhagen')::date AS day FROM cases_handoverstep s
        JOIN ({of_programme("cases_handover", "(r.registered_at AT TIME ZONE 'Europe/Copenhagen')::date")}) AS r
            ON r.id = s.handover_id
        WHERE s.registered_at <= %(known)s AND (s.at AT TIME ZONE 'Europe/Copenhagen')::date <= %(as_of)s),
    sent AS (SELECT DISTINCT ON (handover_id) * FROM steps WHERE event = 'send' ORDER BY handover_id, at, id),
    answered AS (
        SELECT DISTINCT ON (s.handover_id) s.day AS sent, a.day, CASE a.event
            WHEN 'accept' THEN 'accepted' WHEN 'reject' THEN 'rejected' WHEN 'revoke' THEN 'revoked'
            ELSE 'waiting' END AS answer
        FROM sent s LEFT JOIN steps a ON a.handover_id = s.handover_id
            AND a.event IN ('accept', 'reject', 'revoke') AND (a.at, a.id) > (s.at, s.id)
        WHERE s.day >= %(start)s AND (%(end)s::date IS NULL OR s.day < %(end)s)
        ORDER BY s.handover_id, a.at, a.id)
"""

STATEMENTS: dict[str, str] = {
    "screened": f"""
        WITH latest AS (
            SELECT DISTINCT ON (person_id) person_id, outcome, decided_on FROM cases_screening
            WHERE programme_id = %(programme)s AND decided_on >= %(start)s AND decided_on < %(until)s
              AND registered_at <= %(known)s
            ORDER BY person_id, decided_on DESC, id DESC)
        SELECT 'outcome', coalesce(outcome, 'total'), {n()} FROM latest GROUP BY ROLLUP (outcome)
        UNION ALL
        SELECT 'outcome', 'in_group', {n()} FROM latest WHERE outcome <> 'not_eligible'
        UNION ALL
        SELECT 'enrolled', CASE WHEN EXISTS (
            SELECT 1 FROM ({BEGUN}) AS e WHERE e.person_id = l.person_id
            AND (e."end" IS NULL OR e."end" > l.decided_on)) THEN 'enrolled' ELSE 'not_enrolled' END, {n()}
        FROM latest l WHERE outcome <> 'not_eligible' GROUP BY 2
        UNION ALL
        SELECT 'enrolled', 'total', {n()} FROM latest WHERE outcome <> 'not_eligible'
    """,
    "age_and_gender": f"""
        WITH rows AS (
            SELECT p.gender, CASE
                WHEN p.birth_date IS NULL THEN 'unknown'
                WHEN extract(year FROM age(e.start, p.birth_date)) <= 17 THEN 'under_18'
                WHEN extract(year FROM age(e.start, p.birth_date)) <= 20 THEN '18_20'
                WHEN extract(year FROM age(e.start, p.birth_date)) <= 24 THEN '21_24'
                WHEN extract(year FROM age(e.start, p.birth_date)) <= 29 THEN '25_29'
                ELSE '30_plus' END AS band
            FROM ({BEGUN}) AS e JOIN cases_person p ON p.id = e.person_id
            WHERE e.reopens_id IS NULL AND e.start >= %(start)s AND e.start < %(until)s)
        SELECT 'age', coalesce(band, 'total'), {n()} FROM rows GROUP BY ROLLUP (band)
        UNION ALL
        SELECT 'gender', coalesce(gender, 'total'), {n()} FROM rows GROUP BY ROLLUP (gender)
    """,
    "days_to_enrolment": f"""
        WITH waits AS ({WAITS})
        SELECT 'spread', 'first_contact', {n(more=spread("wait"))} FROM waits WHERE wait >= 0
        UNION ALL
        SELECT 'bands', 'usable', {n()} FROM waits WHERE wait >= 0
        UNION ALL
        SELECT 'bands', 'total', {n()} FROM waits
        UNION ALL
        SELECT 'bands', CASE
            WHEN wait IS NULL OR wait < 0 THEN 'unusable' WHEN wait < 8 THEN '0_7' WHEN wait < 31 THEN '8_30'
            WHEN wait < 91 THEN '31_90' WHEN wait < 181 THEN '91_180' ELSE '181_plus' END, {n()}
        FROM waits GROUP BY 2
    """,
    "contacts_per_month": f"""
        WITH months AS (
            SELECT sum(least(coalesce("end", %(until)s), %(until)s) - greatest(start, %(start)s)) / 30.4375 AS n
            FROM ({ENROLLED}) AS enrolled)
        SELECT 'kinds', coalesce(kind, 'total'), {n(more="'rate', round(count(*) / (SELECT months.n FROM months), 2)")}
        FROM ({MET}) AS met WHERE outcome = 'reached' GROUP BY ROLLUP (kind)
    """,
    "share_reached": f"""
        WITH met AS ({MET}), enrolled AS ({ENROLLED}), people AS (
            SELECT DISTINCT person_id, person_id IN (SELECT person_id FROM met WHERE outcome = 'reached') AS reached
            FROM enrolled)
        SELECT 'outcomes', coalesce(outcome, 'total'), {n()} FROM met WHERE outcome <> 'without'
        GROUP BY ROLLUP (outcome)
        UNION ALL
        SELECT 'people', CASE reached WHEN true THEN 'reached' WHEN false THEN 'not_reached' ELSE 'total' END, {n()}
        FROM people GROUP BY ROLLUP (reached)
    """,
    "phases": f"""
        WITH spells AS (
            SELECT t.code, s.start, s."end", e.start AS begun, e."end" AS closed FROM cases_phasespell s
            JOIN cases_phasetemplate t ON t.id = s.phase_id JOIN cases_enrolment e ON e.id = s.enrolment_id
            WHERE e.programme_id = %(programme)s AND s.registered_at <= %(known)s AND s.start < %(until)s
              AND e.start < %(until)s AND (e."end" IS NULL OR e."end" > %(start)s))
        SELECT 'now', coalesce(code, 'total'), {n()} FROM spells
        WHERE ("end" IS NULL OR "end" >= %(until)s) AND (closed IS NULL OR closed > %(until)s) GROUP BY ROLLUP (code)
        UNION ALL
        SELECT 'length', code, {n(more=spread('"end" - start'))} FROM spells
        WHERE "end" >= %(start)s AND ("end" < %(until)s OR closed <= %(until)s) GROUP BY code
    """,
    "referral_days": f"""
        WITH steps AS ({STEPS}), moves AS (SELECT * FROM steps WHERE event <> 'note'), submitted AS (
            SELECT referral_id, min(happened_on) AS day FROM moves WHERE to_state = 'submitted' GROUP BY referral_id
            HAVING min(happened_on) >= %(start)s AND min(happened_on) < %(until)s),
        last AS (
            SELECT DISTINCT ON (referral_id) referral_id, to_state IN ('rejected', 'withdrawn') AS is_over
            FROM moves ORDER BY referral_id, happened_on DESC, id DESC),
        path AS (SELECT unnest(ARRAY['received', 'approved', 'waiting', 'offered', 'accepted', 'contract', 'moved_in',
                                     'followed_up']) AS state),
        first AS (
            SELECT referral_id, to_state, min(happened_on) AS reached FROM moves GROUP BY referral_id, to_state)
        SELECT 'steps', p.state, json_build_object(
            'submitted', count(*), 'reached', count(f.reached),
            'ended', count(*) FILTER (WHERE f.reached IS NULL AND l.is_over),
            'waiting', count(*) FILTER (WHERE f.reached IS NULL AND NOT l.is_over), {spread("f.reached - s.day")})::jsonb
        FROM path p CROSS JOIN submitted s JOIN last l USING (referral_id)
        LEFT JOIN first f ON f.referral_id = s.referral_id AND f.to_state = p.state
        GROUP BY p.state
    """,
    "referrals_refused": f"""
        WITH refused AS (
            SELECT * FROM ({STEPS}) AS steps WHERE event IN ('reject', 'decline', 'fall_through', 'withdraw')
            AND happened_on >= %(start)s AND happened_on < %(until)s)
        SELECT 'reasons', coalesce(whose, 'total'), {n()} FROM refused GROUP BY ROLLUP (whose)
        UNION ALL
        SELECT 'reasons', whose || '.' || reason, {n()} FROM refused GROUP BY 2
    """,
    "own_home": f"""
        WITH people AS (SELECT DISTINCT person_id FROM ({ENROLLED}) AS enrolled), moves AS (
            SELECT DISTINCT ON (s.person_id) s.person_id, s.kind FROM housing_stay s
            JOIN people USING (person_id) JOIN ({FIRST}) AS f USING (person_id)
            WHERE s.registered_at <= %(known)s AND s.start >= f.day AND s.kind = ANY(%(own_home)s)
              AND s.start >= %(start)s AND s.start < %(until)s
              AND NOT EXISTS (SELECT 1 FROM housing_stay b WHERE b.person_id = s.person_id
                              AND b.registered_at <= %(known)s AND b.kind = ANY(%(own_home)s) AND b."end" = s.start)
            ORDER BY s.person_id, s.start)
        SELECT 'moved', CASE m.person_id IS NOT NULL WHEN true THEN 'moved' WHEN false THEN 'not_moved' ELSE 'total' END,
               {n()}
        FROM people LEFT JOIN moves m USING (person_id) GROUP BY ROLLUP ((m.person_id IS NOT NULL))
        UNION ALL
        SELECT 'kinds', coalesce(kind, 'total'), {n()} FROM moves GROUP BY ROLLUP (kind)
    """,
    "shelter_nights": f"""
        WITH people AS (SELECT DISTINCT person_id FROM ({ENROLLED}) AS enrolled), slept AS (
            SELECT p.person_id, sum(CASE WHEN s.id IS NULL THEN 0 ELSE
                least(coalesce(s."end", %(night)s), %(night)s) - greatest(s.start, %(start)s, f.day) END) AS nights
            FROM people p JOIN ({FIRST}) AS f USING (person_id)
            LEFT JOIN housing_stay s ON s.person_id = p.person_id AND s.kind = 'shelter' AND s.start < %(night)s
                AND s.registered_at <= %(known)s AND (s."end" IS NULL OR (s."end" > %(start)s AND s."end" > f.day))
            GROUP BY p.person_id)
        SELECT 'nights', 'shelter', json_build_object(
            'people', count(*), 'nights', coalesce(sum(nights), 0), {spread("nights")})::jsonb
        FROM slept WHERE nights > 0
        UNION ALL
        SELECT 'bands', 'any', {n()} FROM slept WHERE nights > 0
        UNION ALL
        SELECT 'bands', 'total', {n()} FROM slept
        UNION ALL
        SELECT 'bands', CASE
            WHEN nights < 1 THEN '0' WHEN nights < 2 THEN '1' WHEN nights < 6 THEN '2_5' WHEN nights < 31 THEN '6_30'
            WHEN nights < 120 THEN '31_119' WHEN nights < 365 THEN '120_364' ELSE '365_plus' END, {n()}
        FROM slept GROUP BY 2
    """,
    "handovers": f"""{ANSWERED}
        SELECT 'answers', coalesce(answer, 'total'), {n()} FROM answered GROUP BY ROLLUP (answer)
        UNION ALL
        SELECT 'days', 'accepted', {n(more=spread("day - sent"))} FROM answered WHERE answer = 'accepted'
    """,
    "closed": f"""
        WITH closed AS (SELECT * FROM ({BEGUN}) AS begun WHERE "end" > %(start)s AND "end" <= %(until)s)
        SELECT 'reasons', reason, {n()} FROM closed, unnest(closing_reasons) AS reason GROUP BY reason
        UNION ALL
        SELECT 'reasons', 'total', {n()} FROM closed
    """,
}


def values_of(facts: Facts) -> dict[str, Any]:
    """The parameters of the statements. A night that begins on the day of the report is not over."""
    until = facts.as_of + timedelta(days=1)
    until = min(facts.period.end, until) if facts.period.end else until
    return {
        "programme": facts.programme.pk,
        "start": facts.period.start,
        "end": facts.period.end,
        "until": until,
        "as_of": facts.as_of,
        "night": min(until, facts.as_of),
        "known": facts.known_at,
        "own_home": OWN_HOME_KINDS,
    }


def run(key: str, values: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[key], values)
        return [(table, code, json.loads(figures)) for table, code, figures in cursor.fetchall()]


def disagreements(rows: list[tuple[str, str, dict[str, Any]]], part: dict[str, Any]) -> list[str]:
    """Where the report says something else than plain SQL, or counts what plain SQL does not."""
    found = []
    said = {(table, code): figures for table, code, figures in rows}
    told = {(table, row["code"]): row["values"] for table in part for row in part[table]}
    for (table, code), figures in said.items():
        for key, figure in figures.items():
            value = told.get((table, code), {}).get(key)
            if value != figure:
                found.append(f"{table}.{code}.{key}: {value} in the report, {figure} in plain SQL")
    for (table, code), values in told.items():
        counted = next(iter(values.items()))
        if (table, code) not in said and counted[1] != 0:
            found.append(f"{table}.{code}.{counted[0]}: {counted[1]} in the report, no row in plain SQL")
    return found
