-- Conversations about texts, turn by turn, and the facts that people stated in them.
CREATE TABLE thread (
    id TEXT PRIMARY KEY,
    form INTEGER NOT NULL REFERENCES form (id),
    -- The draft that the conversation began with; later ones are named by the turns.
    proposal TEXT NOT NULL REFERENCES proposal (id),
    document TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX thread_form ON thread (form);

CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    thread TEXT NOT NULL REFERENCES thread (id),
    document TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX turn_thread ON turn (thread);

CREATE TABLE statement (
    id TEXT PRIMARY KEY,
    form INTEGER NOT NULL REFERENCES form (id),
    document TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX statement_form ON statement (form);

CREATE TRIGGER thread_kept BEFORE DELETE ON thread
BEGIN SELECT RAISE (ABORT, 'conversations are append-only'); END;

CREATE TRIGGER thread_fixed BEFORE UPDATE ON thread
BEGIN SELECT RAISE (ABORT, 'conversations are append-only'); END;

CREATE TRIGGER turn_kept BEFORE DELETE ON turn
BEGIN SELECT RAISE (ABORT, 'conversations are append-only'); END;

CREATE TRIGGER turn_fixed BEFORE UPDATE ON turn
BEGIN SELECT RAISE (ABORT, 'conversations are append-only'); END;

CREATE TRIGGER statement_kept BEFORE DELETE ON statement
BEGIN SELECT RAISE (ABORT, 'stated facts are append-only'); END;

CREATE TRIGGER statement_fixed BEFORE UPDATE ON statement
BEGIN SELECT RAISE (ABORT, 'stated facts are append-only'); END;
