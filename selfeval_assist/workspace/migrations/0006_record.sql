-- Every document once, by its checksum; every line of the audit linked to the one before it.
CREATE TABLE document (
    digest TEXT PRIMARY KEY,
    text TEXT NOT NULL
);

INSERT OR IGNORE INTO document (digest, text) SELECT sha256(document), document FROM revision;

CREATE TABLE numbered (
    form INTEGER NOT NULL REFERENCES form (id),
    revision INTEGER NOT NULL CHECK (revision > 0),
    -- The checksum of the document; two versions that are the same share one.
    document TEXT NOT NULL REFERENCES document (digest),
    person TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (form, revision)
);

INSERT INTO numbered SELECT form, revision, sha256(document), person, note, at FROM revision;

DROP TABLE revision;

ALTER TABLE numbered RENAME TO revision;

CREATE TABLE link (
    audit INTEGER PRIMARY KEY REFERENCES audit (id),
    -- The rows that were written together with this line, each with its checksum, as JSON.
    kept TEXT NOT NULL,
    -- The checksum of the link before, this line and what was kept with it.
    link TEXT NOT NULL
);

CREATE TRIGGER document_kept BEFORE DELETE ON document
BEGIN SELECT RAISE (ABORT, 'documents are append-only'); END;

CREATE TRIGGER document_fixed BEFORE UPDATE ON document
BEGIN SELECT RAISE (ABORT, 'documents are append-only'); END;

CREATE TRIGGER revision_kept BEFORE DELETE ON revision
BEGIN SELECT RAISE (ABORT, 'revisions are append-only'); END;

CREATE TRIGGER revision_fixed BEFORE UPDATE ON revision
BEGIN SELECT RAISE (ABORT, 'revisions are append-only'); END;

CREATE TRIGGER link_kept BEFORE DELETE ON link
BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;

CREATE TRIGGER link_fixed BEFORE UPDATE ON link
BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;
