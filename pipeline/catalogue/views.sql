-- The questions that are asked most, ready to be narrowed by WHERE.

-- Which windows are open, and until when.  A window that comes back every year stands in the year of its edition.
CREATE VIEW closing AS
SELECT w.closes, w.closes_first, w.opens, w.approximate, w.yearly, p.name, w.subject, w.printed, p.agency,
       p.edition, p.id AS programme, w.programme_key
FROM windows AS w JOIN programmes AS p ON p.id = w.programme
WHERE w.purpose = 'application' AND w.closes IS NOT NULL
ORDER BY w.closes, p.edition, p.id, w.id;

-- Money that is given and need not be paid back.  What an applicant must have (capital, turnover) is none.
CREATE VIEW subsidies AS
SELECT f.amount_twd, f.bound, f.per, p.name, f.offered_as, f.printed, p.agency, p.edition, p.id AS programme,
       f.programme_key, f.path
FROM facts AS f JOIN programmes AS p ON p.id = f.programme
WHERE f.support = 'subsidy'
ORDER BY p.edition, f.amount_twd DESC, p.id, f.id;

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
