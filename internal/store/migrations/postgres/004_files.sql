CREATE TABLE file_ref (entry TEXT COLLATE "C" NOT NULL, mark TEXT COLLATE "C" NOT NULL, original BIGINT NOT NULL, stream TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL, sealed BYTEA NOT NULL, PRIMARY KEY (entry, original));
CREATE INDEX file_ref_mark ON file_ref (mark);
CREATE INDEX file_ref_stream ON file_ref (stream);

CREATE TABLE file_sent (mark TEXT COLLATE "C" PRIMARY KEY, sent BIGINT NOT NULL, received BIGINT NOT NULL);
