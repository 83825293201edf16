-- Forms, every version of each, and a record of everything that happens.
CREATE TABLE form (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    -- Copied out of the current document, so that the list can be shown without reading any.
    year INTEGER,
    project TEXT NOT NULL,
    department TEXT NOT NULL,
    unit TEXT NOT NULL,
    pending INTEGER NOT NULL
);

CREATE TABLE revision (
    form INTEGER NOT NULL REFERENCES form (id),
    revision INTEGER NOT NULL CHECK (revision > 0),
    document TEXT NOT NULL,
    person TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (form, revision)
);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    action TEXT NOT NULL,
    form INTEGER REFERENCES form (id),
    revision INTEGER,
    detail TEXT NOT NULL
);

CREATE INDEX audit_form ON audit (form);

CREATE TRIGGER revision_kept BEFORE DELETE ON revision
BEGIN SELECT RAISE (ABORT, 'revisions are append-only'); END;

CREATE TRIGGER revision_fixed BEFORE UPDATE ON revision
BEGIN SELECT RAISE (ABORT, 'revisions are append-only'); END;

CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;

CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit
BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;
