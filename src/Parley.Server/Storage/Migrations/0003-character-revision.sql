-- Whoever keeps characters in memory compares this number.
INSERT INTO revisions VALUES ('characters', 0);

CREATE TRIGGER characters_inserted AFTER INSERT ON characters BEGIN UPDATE revisions SET number = number + 1 WHERE part = 'characters'; END;
CREATE TRIGGER characters_updated AFTER UPDATE ON characters BEGIN UPDATE revisions SET number = number + 1 WHERE part = 'characters'; END;
CREATE TRIGGER characters_deleted AFTER DELETE ON characters BEGIN UPDATE revisions SET number = number + 1 WHERE part = 'characters'; END;
