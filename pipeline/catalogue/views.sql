-- The questions that are asked most, ready to be narrowed by WHERE.

-- Which windows are open, and until when.  A window that comes back every year stands in the year of its edition.
CREATE VIEW closing AS
SELECT w.closes, w.closes_first, w.opens, w.approximate, w.yearly, p.name, w.subject, w.printed, p.agency,
       p.edition, p.id AS programme, w.programme_key
FROM windows AS w JOIN programmes AS p ON p.id = w.programme
WHERE w.purpose = 'application' AND w.closes IS NOT NULL
ORDER BY w.closes, p.edition, p.id, w.id;

-- Money that is given and need not be paid back, by its role.  What an applicant must have or pay is none.
CREATE VIEW subsidies AS
SELECT f.amount_twd, f.bound, f.per, p.name, f.offered_as, f.printed, p.agency, p.edition, p.id AS programme,
       f.programme_key, f.path
FROM facts AS f JOIN programmes AS p ON p.id = f.programme
WHERE f.support = 'subsidy'
ORDER BY p.edition, f.amount_twd DESC, p.id, f.id;

-- What an applicant pays: fees and own shares; 0 where it is free.
CREATE VIEW costs AS
SELECT f.amount_twd, f.ratio, f.bound, f.per, f.role, p.name, f.printed, p.agency, p.edition, p.id AS programme,
       f.service, f.programme_key, f.path, f.rowid AS place
FROM facts AS f JOIN programmes AS p ON p.id = f.programme
WHERE f.role IN ('fee', 'self_funding', 'fee_share', 'self_funding_share')
UNION ALL
SELECT 0, NULL, NULL, NULL, 'fee', p.name, c.printed, p.agency, p.edition, p.id, c.service, c.programme_key, c.path,
       1000000000 + c.rowid
FROM conditions AS c JOIN programmes AS p ON p.id = c.programme
WHERE c.kind = 'free';

-- Who may apply, as far as rules are certain of it.  Of conditions with the same any_of one is enough; one with a
-- subject binds only that.
CREATE VIEW eligibility AS
SELECT p.name, c.kind, c.comparison, c.value, c."values", c.subject, c.any_of, c.printed, p.agency, p.edition,
       p.id AS programme, c.service, c.programme_key, c.path, c.id AS condition
FROM conditions AS c JOIN programmes AS p ON p.id = c.programme
WHERE c.kind <> 'free'
ORDER BY p.edition, p.rowid, c.rowid;

-- The numbers among them, as the least and the most that may be.  Of limits with the same need one is enough; those
-- that bind only some are one need, for nobody is shut out who may be one of the others.
CREATE VIEW limits AS
SELECT programme, service, kind AS what, CASE WHEN subject IS NULL THEN coalesce(any_of, id) ELSE 'some' END AS need,
       CASE comparison WHEN 'at_least' THEN value WHEN 'more_than' THEN value + 1 ELSE 0 END AS least,
       CASE comparison WHEN 'at_most' THEN value WHEN 'less_than' THEN value - 1 ELSE 9e15 END AS most, edition, id AS condition
FROM conditions
WHERE kind IN ('staff', 'capital', 'turnover', 'age') AND value IS NOT NULL;

-- A row for each service: until when, what it gives, what one pays oneself, who may apply, all as printed.  What the
-- programme says of no one service (its summary, its benefits) counts for each.
CREATE VIEW offers AS
SELECT p.name, s.kind, s.title,
       (SELECT max(w.closes) FROM windows AS w JOIN facts AS f ON f.id = w.fact
        WHERE w.programme = p.id AND w.purpose = 'application' AND coalesce(f.service, s.id) = s.id) AS closes,
       (SELECT group_concat(printed, '；') FROM (SELECT DISTINCT printed FROM facts AS f
        WHERE f.programme = p.id AND f.purpose = 'application' AND coalesce(f.service, s.id) = s.id ORDER BY f.rowid)) AS open,
       (SELECT max(f.amount_twd) FROM facts AS f WHERE f.programme = p.id AND f.support IS NOT NULL
        AND coalesce(f.service, s.id) = s.id) AS amount_twd,
       (SELECT group_concat(said, '；') FROM (SELECT DISTINCT
        CASE f.bound WHEN 'max' THEN '上限' WHEN 'min' THEN '下限' ELSE '' END || f.printed AS said FROM facts AS f
        WHERE f.programme = p.id AND (f.support IS NOT NULL OR f.role IN ('grant_share', 'grant_bonus'))
        AND coalesce(f.service, s.id) = s.id ORDER BY f.rowid)) AS gives,
       (SELECT group_concat(said, '；') FROM (SELECT DISTINCT
        CASE c.bound WHEN 'max' THEN '上限' WHEN 'min' THEN '下限' ELSE '' END || c.printed AS said FROM costs AS c
        WHERE c.programme = p.id AND coalesce(c.service, s.id) = s.id ORDER BY c.place)) AS pays,
       (SELECT group_concat(said, '；') FROM (SELECT DISTINCT coalesce(c.subject || '：', '') || c.printed AS said
        FROM conditions AS c WHERE c.programme = p.id AND c.kind <> 'free' AND coalesce(c.service, s.id) = s.id
        ORDER BY c.rowid)) AS conditions,
       p.agency, p.edition, p.id AS programme, s.id AS service
FROM services AS s JOIN programmes AS p ON p.id = s.programme
ORDER BY p.edition, p.rowid, s.rowid;

-- Whom to call: a row for each contact, with all its numbers and addresses.
CREATE VIEW directory AS
SELECT c.organization, c.role, c.person,
       (SELECT group_concat(printed, '、') FROM (SELECT printed FROM phones WHERE contact = c.id ORDER BY id)) AS phones,
       (SELECT group_concat(email, '、') FROM (SELECT email FROM emails WHERE contact = c.id ORDER BY id)) AS emails,
       p.name, p.agency, c.edition, c.programme, c.organization_key, c.id AS contact
FROM contacts AS c LEFT JOIN programmes AS p ON p.id = c.programme
ORDER BY c.organization, c.edition, c.rowid;

-- What an edition changes against the one before it.
CREATE VIEW history AS
SELECT c.name, c.edition_from, c.edition, c.class, c.kind, c.before, c.after, c.note, c.programme_from, c.programme,
       c.programme_key, c.path, c.change
FROM changes AS c
ORDER BY c.edition, c.rowid;

-- The programmes of the newest edition of each series.
CREATE VIEW current_programmes AS
SELECT p.* FROM programmes AS p
WHERE p.edition NOT IN (SELECT previous FROM editions WHERE previous IS NOT NULL)
ORDER BY p.rowid;
