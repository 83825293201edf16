-- Proposed texts and what people decided about their sentences.
CREATE TABLE proposal (
    id TEXT PRIMARY KEY,
    form INTEGER NOT NULL REFERENCES form (id),
    revision INTEGER NOT NULL,
    document TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX proposal_form ON proposal (form);

CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    form INTEGER NOT NULL REFERENCES form (id),
    proposal TEXT NOT NULL REFERENCES proposal (id),
    -- The version of the form that holds what was decided.
    revision INTEGER NOT NULL,
    document TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX decision_form ON decision (form);

CREATE TRIGGER proposal_kept BEFORE DELETE ON proposal
BEGIN SELECT RAISE (ABORT, 'proposals are append-only'); END;

CREATE TRIGGER proposal_fixed BEFORE UPDATE ON proposal
BEGIN SELECT RAISE (ABORT, 'proposals are append-only'); END;

CREATE TRIGGER decision_kept BEFORE DELETE ON decision
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;

CREATE TRIGGER decision_fixed BEFORE UPDATE ON decision
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;
