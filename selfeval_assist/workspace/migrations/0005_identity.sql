-- A random name of this workspace: what lies beside it says to which one it belongs.
CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL
);

INSERT INTO identity (one, id) VALUES (1, lower(hex(randomblob(16))));

CREATE TRIGGER identity_kept BEFORE DELETE ON identity
BEGIN SELECT RAISE (ABORT, 'a workspace keeps its name'); END;

CREATE TRIGGER identity_fixed BEFORE UPDATE ON identity
BEGIN SELECT RAISE (ABORT, 'a workspace keeps its name'); END;
