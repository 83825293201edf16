-- What a person chose for this workspace: theme, allowed endpoints and the like, as JSON values.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
